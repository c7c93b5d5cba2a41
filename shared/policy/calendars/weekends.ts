/** Which days of the week are free where, and since when. */
import { regionsAround } from './regions.ts';
import reviewed from './reviewed.json' with { type: 'json' };

export interface Weekend {
  readonly days: readonly string[];
  /** The last date on which it held; undefined for the one that holds now. */
  readonly until?: string | undefined;
}

const usual: Weekend = { days: ['saturday', 'sunday'] };

/** The weekends of a place, the earliest first. The last of them holds now. */
export function weekendsOf(country: string, region?: string): readonly Weekend[] {
  const places = [...regionsAround(country, region).map((code) => `${country}-${code}`), country];
  for (const place of places) {
    const entries: Weekend[] = reviewed.weekends
      .filter(({ countries }) => countries.includes(place))
      .map(({ days, until }: { days: string[]; until?: string }) => ({ days, until }))
      .sort((a, b) => (a.until ?? '9').localeCompare(b.until ?? '9'));
    const last = entries.at(-1);
    if (last) return last.until === undefined ? entries : [...entries, usual];
  }
  return [usual];
}

/** The free days of the week that a date lies in. */
export function weekendOn(date: string, country: string, region?: string): readonly string[] {
  const found = weekendsOf(country, region).find(({ until }) => until === undefined || date <= until);
  return found?.days ?? usual.days;
}
