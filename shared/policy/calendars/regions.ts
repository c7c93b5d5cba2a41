/** Regions by the codes that people write: `BY` or `DE-BY`, and codes of ISO 3166-2 that were replaced. */
import type { Country } from './country.ts';
import { regionsOf } from './holidays.ts';
import reviewed from './reviewed.json' with { type: 'json' };

const { about: _, ...byCountry } = reviewed.olderRegions;
const older = new Map<string, ReadonlyMap<string, string>>(
  Object.entries(byCountry).map(([country, codes]) => [country, new Map(Object.entries<string>(codes))]),
);

/** The region's code within its country; null when it is unknown. */
export function regionIn({ code: country, alpha3 }: Country, region: string): string | null {
  const code = region
    .trim()
    .toUpperCase()
    .replace(new RegExp(`^(${country}|${alpha3})-`), '');
  const known = older.get(country)?.get(code) ?? code;
  return regionsOf(country).some((each) => each.code === known) ? known : null;
}
