/**
 * The open intervals of one calendar in one UTC year, with their prefix sums. An interval that crosses the year's
 * end is cut there, so that each year stands alone.
 *
 * Everything is in seconds since `from`: wall times are whole minutes and offsets whole seconds, so nothing is
 * lost, and an interval costs eight bytes.
 */
import { bounded } from './bounded.ts';
import { dayMs } from './dates.ts';
import type { Stretch } from './openTime.ts';
import type { DayHours } from './week.ts';
import { instantOfWall, offsetPeriods, type OffsetPeriod } from './zone.ts';

export interface YearTable {
  /** First instant of the UTC year and of the next one. */
  readonly from: number;
  readonly to: number;
  /** Where each open interval begins. */
  readonly starts: Int32Array;
  /** Open seconds before each interval; one more entry than `starts`, the last being the year's total. */
  readonly counted: Int32Array;
  /** Begin and end of the opening hours that holidays took away, in turns. */
  readonly holidays: Int32Array;
}

/** A zone is at most 15 hours from UTC, and a date that was left out moves its times by a day. */
const reach = 2;

/** Offsets by zone and year: calendars of one zone share them. They are most of what a year costs. */
const zoneYears = bounded<OffsetPeriod[]>(4096);

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
  return { from, to, ...prefixSums(open), holidays: Int32Array.from(holiday) };
}

function prefixSums(edges: readonly number[]): Pick<YearTable, 'starts' | 'counted'> {
  const starts = new Int32Array(edges.length / 2);
  const counted = new Int32Array(starts.length + 1);
  for (let index = 0; index < starts.length; index += 1) {
    const start = edges[2 * index] ?? 0;
    const end = edges[2 * index + 1] ?? start;
    starts[index] = start;
    counted[index + 1] = (counted[index] ?? 0) + end - start;
  }
  return { starts, counted };
}

/** The last interval that begins at or before `at`; -1 when there is none. */
export function intervalAt(table: YearTable, at: number): number {
  return lastNotAfter(table.starts, Math.floor((at - table.from) / 1000));
}

/** Open milliseconds from the year's begin to `at`, which lies in the year. */
export function countedUntil(table: YearTable, at: number): number {
  const index = intervalAt(table, at);
  if (index < 0) return 0;
  const since = at - table.from - at0(table.starts, index) * 1000;
  const before = at0(table.counted, index) * 1000;
  return before + Math.min(since, at0(table.counted, index + 1) * 1000 - before);
}

/** The first instant of the year by which `counted` milliseconds were open; more than 0, at most the total. */
export function instantOfCount(table: YearTable, counted: number): number {
  const index = lastNotAfter(table.counted, Math.ceil(counted / 1000) - 1);
  return table.from + (at0(table.starts, index) - at0(table.counted, index)) * 1000 + counted;
}

/** Open milliseconds of the year. */
export function totalOf(table: YearTable): number {
  return at0(table.counted, table.starts.length) * 1000;
}

/** What opens or is a holiday in the year between two instants, in order. */
export function edgesOf(table: YearTable, from: number, to: number): Stretch[] {
  const result: Stretch[] = [];
  const add = (start: number, end: number, kind: Stretch['kind']): void => {
    const stretch = { from: table.from + start * 1000, to: table.from + end * 1000, kind };
    if (stretch.to > from && stretch.from < to) result.push(stretch);
  };
  for (const [index, start] of table.starts.entries()) {
    add(start, start + at0(table.counted, index + 1) - at0(table.counted, index), 'open');
  }
  for (let index = 0; index < table.holidays.length; index += 2) {
    add(at0(table.holidays, index), at0(table.holidays, index + 1), 'holiday');
  }
  return result.sort((a, b) => a.from - b.from);
}

/** When interval `index` ends. */
export function endOf(table: YearTable, index: number): number {
  const length = at0(table.counted, index + 1) - at0(table.counted, index);
  return table.from + (at0(table.starts, index) + length) * 1000;
}

/** When interval `index` begins; undefined past the last one. */
export function startOf(table: YearTable, index: number): number | undefined {
  const start = table.starts[index];
  return start === undefined ? undefined : table.from + start * 1000;
}

function at0(values: Int32Array, index: number): number {
  return values[index] ?? 0;
}

/** Binary search in ascending values. */
function lastNotAfter(values: Int32Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at0(values, middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
