/**
 * The libraries that business time is measured against, each asked the same: Germany's business hours, which are
 * Monday to Friday 09:00-17:00 in Berlin without public holidays. A calendar without holidays is not what a promise
 * rests on, and flatters those that slow down once there are some.
 */
import { createRequire } from 'node:module';
import dayjs from 'dayjs';
import dayjsBusinessTime from 'dayjs-business-time';
import { DateTime } from 'luxon';
import OpeningHours from 'opening_hours';
import { Temporal } from 'temporal-polyfill';
import 'temporal-polyfill/global';
import { RRuleTemporal } from 'rrule-temporal';
import { buildYear } from '../shared/calendar/tables/buildYear.ts';
import type { YearTable } from '../shared/calendar/tables/table.ts';
import { businessTime, type BusinessCalendar } from '../shared/calendar/index.ts';
import { hoursByDay } from '../shared/calendar/tables/week.ts';
import { calendarFor } from '../shared/policy/calendars/index.ts';

export interface Contender {
  readonly name: string;
  /** `start` plus `hours` of business time; instants in milliseconds. */
  add(start: number, hours: number): number;
  /** Business milliseconds between two instants. */
  elapsed(from: number, to: number): number;
}

const zone = 'Europe/Berlin';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const found = calendarFor({ country: 'DE' });
if (!found.ok) throw new Error('Germany has no calendar.');
export const calendar: BusinessCalendar = found.calendar;
/** The years that are asked about, with one before and one after. */
const holidays = calendar.holidays.map(({ date }) => date).filter((date) => /^202[567]/.test(date));

const time = businessTime({ kind: 'businessHours', calendar });
const ours: Contender = {
  name: 'caseclock',
  add: (start, hours) => time.dueAt(start, hours * hourMs) ?? 0,
  elapsed: (from, to) => time.elapsed(from, to),
};

/** Two binary searches in one prepared year and nothing else: what no table could beat. */
function bareSearch(year: number): Contender {
  const table: YearTable = buildYear(zone, hoursByDay(calendar), year);
  const starts = Float64Array.from(table.starts, (second) => table.from + second * 1000);
  const counted = Float64Array.from(table.counted, (second) => second * 1000);
  const value = (values: Float64Array, index: number): number => values[index] ?? 0;
  const search = (values: Float64Array, limit: number): number => {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value(values, middle) <= limit) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const until = (at: number): number => {
    const index = search(starts, at);
    if (index < 0) return 0;
    const before = value(counted, index);
    return before + Math.min(at - value(starts, index), value(counted, index + 1) - before);
  };
  return {
    name: 'bare binary search (the limit)',
    add: (start, hours) => {
      const wanted = until(start) + hours * hourMs;
      const index = search(counted, wanted - 1);
      return value(starts, index) + wanted - value(counted, index);
    },
    elapsed: (from, to) => until(to) - until(from),
  };
}

const closed = new Set(holidays);
const works = (day: DateTime): boolean => day.weekday <= 5 && !closed.has(day.toISODate() ?? '');

/** A walk over the days as one would write it with luxon. */
const luxonWalk: Contender = {
  name: 'luxon day walk',
  add: (start, hours) => {
    let left = hours * hourMs;
    for (let day = DateTime.fromMillis(start, { zone }).startOf('day'); ; day = day.plus({ days: 1 })) {
      if (!works(day)) continue;
      const from = Math.max(start, day.set({ hour: 9 }).toMillis());
      const to = day.set({ hour: 17 }).toMillis();
      if (from + left <= to) return from + left;
      left -= Math.max(0, to - from);
    }
  },
  elapsed: (from, to) => {
    let sum = 0;
    const first = DateTime.fromMillis(from, { zone }).startOf('day');
    for (let day = first; day.toMillis() < to; day = day.plus({ days: 1 })) {
      if (!works(day)) continue;
      const begin = Math.max(from, day.set({ hour: 9 }).toMillis());
      sum += Math.max(0, Math.min(to, day.set({ hour: 17 }).toMillis()) - begin);
    }
    return sum;
  },
};

interface WorkingMoment {
  addWorkingTime(amount: number, unit: 'minutes'): WorkingMoment;
  workingDiff(other: WorkingMoment, unit: 'minutes', exact: boolean): number;
  valueOf(): number;
}
interface Moment {
  (at: number): WorkingMoment;
  updateLocale(name: string, settings: { readonly holidays: readonly string[] }): void;
}
const moment = createRequire(import.meta.url)('moment-business-time') as Moment;
moment.updateLocale('en', { holidays });
const momentBusinessTime: Contender = {
  name: 'moment-business-time',
  add: (start, hours) =>
    moment(start)
      .addWorkingTime(hours * 60, 'minutes')
      .valueOf(),
  elapsed: (from, to) => moment(to).workingDiff(moment(from), 'minutes', true) * 60_000,
};

dayjs.extend(dayjsBusinessTime);
dayjs.setHolidays([...holidays]);
const dayjsTime: Contender = {
  name: 'dayjs-business-time',
  add: (start, hours) =>
    dayjs(start)
      .addBusinessTime(hours * 60, 'minutes')
      .valueOf(),
  elapsed: (from, to) => dayjs(from).businessTimeDiff(dayjs(to), 'minutes') * 60_000,
};

/** Its own data of holidays, which for all of Germany are the same as ours. */
const germany = { lat: 52.5, lon: 13.4, address: { country_code: 'de', state: 'Berlin' } };
const openingHours = new OpeningHours('Mo-Fr 09:00-17:00; PH off', germany);
const osmHours: Contender = {
  name: 'opening_hours',
  add: (start, hours) => {
    let left = hours * hourMs;
    const iterator = openingHours.getIterator(new Date(start));
    for (let at = start; ;) {
      const open = iterator.getState();
      iterator.advance();
      const next = iterator.getDate().getTime();
      if (open && at + left <= next) return at + left;
      if (open) left -= next - at;
      at = next;
    }
  },
  elapsed: (from, to) => openingHours.getOpenDuration(new Date(from), new Date(to))[0],
};

const openings = new RRuleTemporal({
  freq: 'WEEKLY',
  byDay: ['MO', 'TU', 'WE', 'TH', 'FR'],
  dtstart: Temporal.ZonedDateTime.from(`2025-12-01T09:00[${zone}]`),
  exDate: holidays.map((date) => Temporal.ZonedDateTime.from(`${date}T09:00[${zone}]`)),
});
const length = 8 * hourMs;
const rrule: Contender = {
  name: 'rrule-temporal',
  add: (start, hours) => {
    let left = hours * hourMs;
    for (let from = start - length, days = 4 + Math.ceil(hours / 4); ; from += days * dayMs) {
      for (const opening of openings.between(new Date(from), new Date(from + days * dayMs - 1), true)) {
        const begin = Math.max(start, opening.epochMilliseconds);
        const end = opening.epochMilliseconds + length;
        if (end <= begin) continue;
        if (begin + left <= end) return begin + left;
        left -= end - begin;
      }
    }
  },
  elapsed: (from, to) => {
    let sum = 0;
    for (const opening of openings.between(new Date(from - length), new Date(to), true)) {
      const begin = opening.epochMilliseconds;
      sum += Math.max(0, Math.min(to, begin + length) - Math.max(from, begin));
    }
    return sum;
  },
};

export const year = 2026;

/** The first is ours, the second the limit, the third the walk; the others are libraries. */
export const contenders: readonly Contender[] = [
  ours,
  bareSearch(year),
  luxonWalk,
  momentBusinessTime,
  dayjsTime,
  osmHours,
  rrule,
];
