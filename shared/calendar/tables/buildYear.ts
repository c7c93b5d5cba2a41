/** Builds the table of a year from a calendar's hours and the offsets of its zone. */
import { bounded } from '../bounded.ts';
import { dayMs } from '../dates.ts';
import { daySeconds, never, type YearTable } from './table.ts';
import type { DayHours } from './week.ts';
import { instantOfWall, offsetPeriods, type OffsetPeriod } from './zone.ts';

/** A zone is at most 15 hours from UTC, and a date that was left out moves its times by a day. */
const reach = 2;

/** Offsets by zone and year, all there are: calendars of one zone share them. */
const zoneYears = bounded<OffsetPeriod[]>(65_536);

export function buildYear(timeZone: string, hoursOf: (day: number) => DayHours, year: number): YearTable {
  const from = Date.UTC(year);
  const to = Date.UTC(year + 1);
  const first = from / dayMs - reach;
  const last = to / dayMs + reach;
  const periods = zoneYears(`${timeZone} ${year}`, () =>
    offsetPeriods(timeZone, first * dayMs, last * dayMs),
  );
  const open: number[] = [];
  const holiday: number[] = [];

  const add = (edges: number[], day: number, start: number, end: number): void => {
    const begin = Math.max(instantOfWall(periods, day, start), from);
    const finish = Math.min(instantOfWall(periods, day, end), to);
    if (begin >= finish) return;
    if (edges.at(-1) === (begin - from) / 1000) edges[edges.length - 1] = (finish - from) / 1000;
    else edges.push((begin - from) / 1000, (finish - from) / 1000);
  };
  for (let day = first; day < last; day += 1) {
    const hours = hoursOf(day);
    for (const [start, end] of hours.open) add(open, day, start, end);
    for (const [start, end] of hours.holiday) add(holiday, day, start, end);
  }
  return { from, to, ...indexed(open, (to - from) / dayMs), holidays: Int32Array.from(holiday) };
}

/** Begins and ends, in turns, as what is searched. */
function indexed(edges: readonly number[], days: number): Pick<YearTable, 'starts' | 'counted' | 'byDay'> {
  const intervals = edges.length / 2;
  const starts = new Int32Array(intervals + 1).fill(never);
  const counted = new Int32Array(intervals + 1);
  for (let index = 0; index < intervals; index += 1) {
    const start = edges[2 * index] ?? 0;
    const end = edges[2 * index + 1] ?? start;
    starts[index] = start;
    counted[index + 1] = (counted[index] ?? 0) + end - start;
  }
  let begun = 0;
  const byDay = Uint16Array.from({ length: days }, (_, day) => {
    while ((starts[begun] ?? never) <= day * daySeconds) begun += 1;
    return begun;
  });
  return { starts, counted, byDay };
}
