/** The regions of each country: ISO 3166-2, and those that lists of holidays have besides: `data/regions.json`. */
import { iso31662 } from 'iso-3166';
import reviewed from '../reviewed.json' with { type: 'json' };
import regionNames from '../sources/regionNames.json' with { type: 'json' };

const { about: _, ...within } = reviewed.regionsWithin;
const reviewedNames = new Map(
  Object.entries<Record<string, string>>(regionNames.countries).map(([country, names]) => [
    country,
    new Map(Object.entries(names)),
  ]),
);
const byCountry = Map.groupBy(iso31662, ({ code }) => code.slice(0, 2));
const codeIn = (code: string): string => code.slice(3);

/** In English where a name has been reviewed, else as ISO 3166-2 has it; undefined where neither knows the region. */
export function regionName(country: string, region: string): string | undefined {
  const known = reviewedNames.get(country)?.get(region);
  return known ?? byCountry.get(country)?.find(({ code }) => codeIn(code) === region)?.name;
}

/** Each region as `code`, or as `code<region` where it lies in another one, in order; `listed` have holidays of their own. */
export function regionsOfCountry(country: string, listed: readonly string[]): string {
  const parents = new Map(
    (byCountry.get(country) ?? []).map(({ code, parent }) => [codeIn(code), codeIn(parent)]),
  );
  for (const region of listed) {
    if (!parents.has(region)) parents.set(region, parentByName(region));
  }
  for (const [region, parent] of reviewedParents(country, [...parents.keys()])) parents.set(region, parent);
  return [...parents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([region, parent]) => (parent === '' ? region : `${region}<${parent}`))
    .join(' ');
}

/** `BY-A` lies in `BY`. */
function parentByName(region: string): string {
  const [parent = '', ...rest] = region.split('-');
  return rest.length > 0 ? parent : '';
}

function reviewedParents(country: string, regions: readonly string[]): [region: string, parent: string][] {
  const parents: Readonly<Record<string, string>> = new Map(Object.entries(within)).get(country) ?? {};
  const named = Object.entries(parents).flatMap(([parent, of]) =>
    of === 'others' ? [] : of.split(' ').map((region): [string, string] => [region, parent]),
  );
  const known = new Set([...Object.keys(parents), ...named.map(([region]) => region)]);
  for (const region of known) {
    if (region !== '' && !regions.includes(region)) throw new Error(`${country}-${region} is no region`);
  }
  const others = Object.entries(parents).find(([, of]) => of === 'others')?.[0];
  if (others === undefined) return named;
  const rest = regions.filter((region) => !known.has(region));
  return [...named, ...rest.map((region): [string, string] => [region, others])];
}
