/** Regions of ISO 3166-2 by the codes that people write, and where each lies: a region without a list keeps that of the one around it. */
import { distance } from 'fastest-levenshtein';
import data from './data/regions.json' with { type: 'json' };
import reviewed from './reviewed.json' with { type: 'json' };

const { about: _, ...replaced } = reviewed.olderRegions;
const older = new Map<string, ReadonlyMap<string, string>>(
  Object.entries(replaced).map(([country, codes]) => [country, new Map(Object.entries<string>(codes))]),
);
const none: ReadonlyMap<string, string | undefined> = new Map();
/** By country, each region and the one that it lies in. */
const byCountry = new Map(
  Object.entries(data.countries).map(([country, codes]) => [
    country,
    new Map(
      codes.split(' ').map((each): [string, string | undefined] => {
        const [code = '', parent] = each.split('<');
        return [code, parent];
      }),
    ),
  ]),
);

/** The region's code within its country, from `BY`, `DE-BY`, `DEU-BY` or a code that was replaced; null when it is none. */
export function regionIn(
  country: { readonly code: string; readonly alpha3: string },
  region: string,
): string | null {
  const code = withinCountry(country, region);
  const known = older.get(country.code)?.get(code) ?? code;
  return regionCodes(country.code).has(known) ? known : null;
}

/** The codes of a country's regions that are most like one that is none, as `DE-BY`; at most three. */
export function nearestRegions(
  country: { readonly code: string; readonly alpha3: string },
  region: string,
  names: readonly { readonly code: string; readonly name: string }[],
): string[] {
  const asked = withinCountry(country, region).slice(0, longestName);
  const named = new Map(names.map(({ code, name }) => [code, name.toUpperCase()]));
  const far = (code: string): number =>
    Math.min(distance(asked, code), distance(asked, named.get(code) ?? code));
  return [...regionCodes(country.code).keys()]
    .map((code) => ({ code, far: far(code) }))
    .sort((one, other) => one.far - other.far || one.code.localeCompare(other.code))
    .slice(0, 3)
    .map(({ code }) => `${country.code}-${code}`);
}

/** No name of a region is as long. */
const longestName = 64;

/** A region and those around it, the narrowest first; nothing of the country itself. */
export function regionsAround(country: string, region: string | undefined): string[] {
  const found: string[] = [];
  for (let at = region; at !== undefined; at = regionCodes(country).get(at)) found.push(at);
  return found;
}

function regionCodes(country: string): ReadonlyMap<string, string | undefined> {
  return byCountry.get(country) ?? none;
}

function withinCountry(
  { code, alpha3 }: { readonly code: string; readonly alpha3: string },
  region: string,
): string {
  return region
    .trim()
    .toUpperCase()
    .replace(new RegExp(`^(${code}|${alpha3})-`), '');
}
