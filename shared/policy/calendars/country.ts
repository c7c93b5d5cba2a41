/** Countries by ISO 3166-1 code, and the time zones they have. */
import data from './data/countries.json' with { type: 'json' };

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly alpha3: string;
  /** In English. */
  readonly name: string;
  /** IANA zones; the main one comes first. */
  readonly zones: readonly string[];
}

/** Every country, by code. */
export const countries: readonly Country[] = Object.entries(data.countries)
  .map(([code, country]) => ({ code, ...country }))
  .sort((a, b) => a.code.localeCompare(b.code));

const byCode = new Map(
  countries.flatMap((country) => [country.code, country.alpha3].map((code) => [code, country])),
);

/** Codes that people write for a country, and the code that ISO 3166-1 gives it. */
const mistaken: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
  ['XKX', 'XK'],
  ['KOS', 'XK'],
]);

/** The code that was meant by one that is no code of ISO 3166-1; undefined where nobody could know. */
export function codeMeantBy(code: string): string | undefined {
  return mistaken.get(code.toUpperCase());
}

/** The country of an alpha-2 or alpha-3 code, in either case. */
export function countryOf(code: string): Country | undefined {
  return byCode.get(code.toUpperCase());
}
