/** The engine that runs: year tables, built on first use and kept within a bound. */
import type { OpenTime, Stretch } from '../openTime.ts';
import { finished, type Steps } from '../steps.ts';
import { buildYear } from './buildYear.ts';
import {
  bytesOf,
  countedUntil,
  edgesOf,
  endOf,
  instantOfCount,
  intervalAt,
  startOf,
  totalOf,
  type YearTable,
} from './table.ts';
import type { BusinessCalendar } from '../types.ts';
import { hoursByDay, mostOpenInAYear } from './week.ts';

/** Tables reach from 1970 up to the end of 2110, so that a start in 2100 has years to go. */
export const firstYear = 1970;
export const lastYear = 2110;
const years = lastYear - firstYear + 1;
const yearsPerMs = 1 / 31_556_952_000;
const yearStarts = Float64Array.from({ length: years + 1 }, (_, index) => Date.UTC(firstYear + index));

/** Year tables kept in all, and bytes of them: most take a few kilobytes. The oldest go first; they can always be built again. */
export const mostTables = 4096;
const mostTableBytes = 64 * 1024 * 1024;
const kept = new Set<{ readonly tables: Tables; readonly index: number; readonly bytes: number }>();
let keptBytes = 0;

type Tables = (YearTable | undefined)[];

function keep(tables: Tables, index: number, table: YearTable): YearTable {
  const bytes = bytesOf(table);
  tables[index] = table;
  kept.add({ tables, index, bytes });
  keptBytes += bytes;
  for (const oldest of kept) {
    if (kept.size <= mostTables && keptBytes <= mostTableBytes) break;
    kept.delete(oldest);
    keptBytes -= oldest.bytes;
    oldest.tables[oldest.index] = undefined;
  }
  return table;
}

/** Position of an instant's UTC year. */
function yearIndex(at: number): number {
  let index = Math.floor(at * yearsPerMs);
  if (at < (yearStarts[index] ?? Number.NaN)) index -= 1;
  else if (at >= (yearStarts[index + 1] ?? Number.NaN)) index += 1;
  if (index >= 0 && index < years) return index;
  throw new RangeError(`business time is known from ${firstYear} to ${lastYear}, not at ${at}`);
}

export function tablesOf(calendar: BusinessCalendar): OpenTime {
  const hoursOf = hoursByDay(calendar);
  const mostInAYear = mostOpenInAYear(calendar);
  const tables: Tables = [];
  const table = (index: number): YearTable =>
    tables[index] ?? keep(tables, index, buildYear(calendar.timeZone, hoursOf, firstYear + index));

  /** The table asked for last: the next question is mostly about the same year. */
  let latest: YearTable | undefined;
  const tableAt = (at: number): YearTable =>
    latest !== undefined && at >= latest.from && at < latest.to ? latest : (latest = table(yearIndex(at)));

  /** Most answers lie in the year of the start: what those need is small enough to be compiled as one piece. */
  function advance(from: number, duration: number): number | null {
    const year = tableAt(from);
    const near = intervalAt(year, from);
    const wanted = countedUntil(year, near, from) + duration;
    return wanted <= totalOf(year)
      ? instantOfCount(year, wanted, near)
      : finished(advanceYears(yearIndex(from), wanted));
  }

  function* advanceInSteps(from: number, duration: number): Steps<number | null> {
    const year = tableAt(from);
    return yield* advanceYears(yearIndex(from), countedUntil(year, intervalAt(year, from), from) + duration);
  }

  /** The first instant by which `wanted` were open since the begin of a year that has not so many; null for never. */
  function* advanceYears(first: number, wanted: number): Steps<number | null> {
    let left = wanted;
    for (let index = first; index < years && left <= mostInAYear * (years - index); index += 1) {
      const year = table(index);
      if (left <= totalOf(year)) return instantOfCount(year, left, 0);
      left -= totalOf(year);
      yield;
    }
    return null;
  }

  function counted(from: number, to: number): number {
    const year = tableAt(from);
    if (to >= year.to) return finished(countedInSteps(from, to));
    return countedUntil(year, intervalAt(year, to), to) - countedUntil(year, intervalAt(year, from), from);
  }

  function* countedInSteps(from: number, to: number): Steps<number> {
    const last = yearIndex(to);
    let sum = -countedSinceNewYear(from);
    for (let index = yearIndex(from); index < last; index += 1) {
      sum += totalOf(table(index));
      yield;
    }
    return sum + countedSinceNewYear(to);
  }

  function countedSinceNewYear(at: number): number {
    const year = tableAt(at);
    return countedUntil(year, intervalAt(year, at), at);
  }

  function isOpen(at: number): boolean {
    const year = table(yearIndex(at));
    const index = intervalAt(year, at);
    return index >= 0 && at < endOf(year, index);
  }

  function nextOpening(at: number): number {
    if (isOpen(at)) return at;
    let index = yearIndex(at);
    let start = startOf(table(index), intervalAt(table(index), at) + 1);
    while (start === undefined) {
      index += 1;
      if (index === years)
        throw new RangeError(`calendar ${calendar.id} does not open again before ${lastYear + 1}`);
      start = startOf(table(index), 0);
    }
    return start;
  }

  function nextClosing(at: number): number | null {
    let open = nextOpening(at);
    for (;;) {
      const year = table(yearIndex(open));
      const end = endOf(year, intervalAt(year, open));
      if (end < year.to || year.to === yearStarts[years]) return end === yearStarts[years] ? null : end;
      if (!isOpen(end)) return end;
      open = end;
    }
  }

  function* stretches(from: number, to: number): Generator<Stretch> {
    let at = from;
    const last = yearIndex(Math.max(from, to - 1));
    for (let index = yearIndex(from); index <= last; index += 1) {
      const year = table(index);
      for (const stretch of edgesOf(year, from, to)) {
        const begin = Math.max(stretch.from, at);
        const end = Math.min(stretch.to, to);
        if (begin >= end) continue;
        if (at < begin) yield { from: at, to: begin, kind: 'closed' };
        yield { from: begin, to: end, kind: stretch.kind };
        at = end;
      }
      const yearEnd = Math.min(year.to, to);
      if (at < yearEnd) yield { from: at, to: yearEnd, kind: 'closed' };
      at = yearEnd;
    }
  }

  return {
    advance,
    advanceInSteps,
    counted,
    countedInSteps,
    isOpen,
    nextOpening,
    nextClosing,
    stretches,
  };
}
