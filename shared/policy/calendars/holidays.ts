/** Public holidays as compiled data: what is known, and until when. */
import type { Holiday } from '../../calendar/index.ts';
import data from './data/holidays.json' with { type: 'json' };

interface Region {
  readonly name: string;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: string;
}
interface CountryHolidays {
  readonly national: Readonly<Record<string, string>>;
  readonly regions?: Readonly<Record<string, Region>>;
}

/** Where the holidays come from, and the dates between which they are known. */
export const holidayData = {
  version: data.version,
  from: data.from,
  horizon: data.horizon,
  licence: data.licence,
};

const byCountry = new Map<string, CountryHolidays>(Object.entries(data.countries));
const firstYear = Number(data.from.slice(0, 4));
const lastYear = Number(data.horizon.slice(0, 4));

/** Whether anything is known of a country's holidays. */
export function hasHolidays(country: string): boolean {
  return byCountry.has(country);
}

/** Regions with holidays of their own: code within the country (`BY`, `BY-A`) and name. */
export function regionsOf(country: string): { code: string; name: string }[] {
  return Object.entries(byCountry.get(country)?.regions ?? {}).map(([code, { name }]) => ({ code, name }));
}

/** Public holidays of a country, or of one of its regions, in order of date. */
export function publicHolidays(country: string, region?: string): Holiday[] {
  const known = byCountry.get(country);
  if (!known) return [];
  const own = region === undefined ? undefined : known.regions?.[region];
  const removed = new Set(datesOf(own?.remove ?? ''));
  return [...named(known.national), ...named(own?.add ?? {})]
    .filter(({ date }) => !removed.has(date))
    .sort((a, b) => a.date.localeCompare(b.date));
}

function named(holidays: Readonly<Record<string, string>>): Holiday[] {
  return Object.entries(holidays).flatMap(([name, dates]) => datesOf(dates).map((date) => ({ date, name })));
}

/** `MM-DD` stands for every year of the data. */
function datesOf(dates: string): string[] {
  return dates
    .split(' ')
    .filter((date) => date !== '')
    .flatMap((date) =>
      date.length === 5
        ? Array.from({ length: lastYear - firstYear + 1 }, (_, index) => `${firstYear + index}-${date}`)
        : [date],
    );
}

export interface HorizonWarning {
  readonly code: 'horizon.near' | 'horizon.passed';
  readonly detail: string;
}

/**
 * A word to operations when the holidays known come to an end within `withinDays`, so that the data is compiled
 * anew in time. Null while the horizon is far.
 */
export function horizonWarning(now: number, withinDays = 365): HorizonWarning | null {
  const left = Math.ceil((Date.parse(data.horizon) - now) / 86_400_000);
  if (left > withinDays) return null;
  const known = `public holidays are known until ${data.horizon}`;
  return left < 0
    ? { code: 'horizon.passed', detail: `${known} only, and that has passed` }
    : { code: 'horizon.near', detail: `${known}, ${left} days from now` };
}
