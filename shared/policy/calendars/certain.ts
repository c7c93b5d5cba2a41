/** What the compiled lists say of a place, as its business calendar carries it. */
import type { CalendarCertainty, Certainty } from '../../calendar/index.ts';
import {
  dayRecords,
  governmentDays,
  listRecord,
  listedYears,
  publicHolidays,
  yearRecord,
} from './holidays.ts';

/** How sure a place's holidays are. What binds public offices only is decided: it is worked. */
export function certaintyOf(country: string, region?: string): CalendarCertainty {
  const pending = listRecord(country)?.pending ?? null;
  const offices = new Set(governmentDays(country, region).map(({ date }) => date));
  const years = listedYears.flatMap((year) => {
    const { base } = yearRecord(country, year, region);
    if (base === 'unknown') return [];
    const what = pending && year >= pending.from ? { pending: pending.what } : {};
    return [[String(year), { base, ...what }] as const];
  });
  const alone = new Set(years.filter(([, { base }]) => base === 'single').map(([year]) => year));
  const days: [string, Certainty][] = [
    ...publicHolidays(country, region)
      .filter(({ date }) => alone.has(date.slice(0, 4)))
      .map(({ date }): [string, Certainty] => [date, 'single']),
    ...[...dayRecords(country, region)]
      .filter(([date]) => !offices.has(date))
      .map(([date, { status }]): [string, Certainty] => [date, status]),
  ];
  return { years: Object.fromEntries(years), days: Object.fromEntries(days) };
}
