/**
 * The open intervals of one calendar in one UTC year, with their prefix sums. An interval that crosses the year's
 * end is cut there, so that each year stands alone.
 *
 * Everything is in seconds since `from`: wall times are whole minutes and offsets whole seconds, so nothing is
 * lost, and an interval costs eight bytes.
 */
import type { Stretch } from '../openTime.ts';

export interface YearTable {
  /** First instant of the UTC year and of the next one. */
  readonly from: number;
  readonly to: number;
  /** Where each open interval begins; a last entry that is never reached. */
  readonly starts: Int32Array;
  /** Open seconds before each interval; the last entry is the year's total. */
  readonly counted: Int32Array;
  /** How many intervals have begun when each UTC day of the year begins: where to look first. */
  readonly byDay: Uint16Array;
  /** Begin and end of the opening hours that holidays took away, in turns. */
  readonly holidays: Int32Array;
}

export const daySeconds = 86_400;
/** Later than any second of a year. */
export const never = 2 ** 31 - 1;

function value(values: Int32Array | Uint16Array, index: number): number {
  return values[index] ?? 0;
}

/** A product costs a fraction of a quotient. Where rounding makes it a day too early, the search begins a day early. */
const daysPerMs = 1 / (daySeconds * 1000);

/** The last interval that begins at or before `at`, an instant of the year; -1 when there is none. */
export function intervalAt({ from, starts, byDay }: YearTable, at: number): number {
  const since = at - from;
  let index = value(byDay, Math.floor(since * daysPerMs));
  while (value(starts, index) * 1000 <= since) index += 1;
  return index - 1;
}

/** Open milliseconds from the year's begin to `at`, where `index` is the interval at that instant. */
export function countedUntil({ from, starts, counted }: YearTable, index: number, at: number): number {
  if (index < 0) return 0;
  const before = value(counted, index);
  return Math.min(at - from - (value(starts, index) - before) * 1000, value(counted, index + 1) * 1000);
}

/**
 * The first instant of the year by which `wanted` milliseconds were open: more than 0, at most the total. Interval
 * `near` is one before which fewer were open, or -1.
 */
export function instantOfCount({ from, starts, counted }: YearTable, wanted: number, near: number): number {
  let index = Math.max(near, 0);
  if (value(counted, index + 1) * 1000 < wanted) index = searchCount(counted, wanted, index + 1);
  return from + (value(starts, index) - value(counted, index)) * 1000 + wanted;
}

/** The last interval before which less than `wanted` was open, from `low` on; steps double, as most are near. */
function searchCount(counted: Int32Array, wanted: number, near: number): number {
  let low = near;
  let step = 1;
  while (low + step < counted.length && value(counted, low + step) * 1000 < wanted) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, counted.length - 1);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (value(counted, middle) * 1000 < wanted) low = middle;
    else high = middle;
  }
  return low;
}

/** What a table takes of memory, about. */
export function bytesOf({ starts, counted, byDay, holidays }: YearTable): number {
  return starts.byteLength + counted.byteLength + byDay.byteLength + holidays.byteLength;
}

/** Open milliseconds of the year. */
export function totalOf({ counted }: YearTable): number {
  return value(counted, counted.length - 1) * 1000;
}

/** When interval `index` begins; undefined past the last one. */
export function startOf({ from, starts }: YearTable, index: number): number | undefined {
  return index < starts.length - 1 ? from + value(starts, index) * 1000 : undefined;
}

/** When interval `index` ends. */
export function endOf({ from, starts, counted }: YearTable, index: number): number {
  return from + (value(starts, index) + value(counted, index + 1) - value(counted, index)) * 1000;
}

/** What opens in the year between two instants and all its holidays, in order; some may lie beyond. */
export function edgesOf(table: YearTable, from: number, to: number): Stretch[] {
  const edges: Stretch[] = [];
  for (let index = Math.max(0, intervalAt(table, Math.max(from, table.from))); ; index += 1) {
    const start = startOf(table, index);
    if (start === undefined || start >= to) break;
    edges.push({ from: start, to: endOf(table, index), kind: 'open' });
  }
  for (let index = 0; index < table.holidays.length; index += 2) {
    const start = table.from + value(table.holidays, index) * 1000;
    const end = table.from + value(table.holidays, index + 1) * 1000;
    edges.push({ from: start, to: end, kind: 'holiday' });
  }
  return edges.sort((a, b) => a.from - b.from);
}
