/** Time zones: which exist, and the offsets they have from UTC. */
import { bounded } from '../bounded.ts';
import { dayMs } from '../dates.ts';

/** From `at` on, local time is UTC plus `offset` milliseconds, until the next period begins. */
export interface OffsetPeriod {
  readonly at: number;
  readonly offset: number;
}

const formats = bounded<Intl.DateTimeFormat>(512);
/** What ends a text of `formatOf`; at an offset of zero some versions of ICU say GMT alone. */
const offsetText = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/;

/** Formats an instant so that it ends in the zone's offset. Throws a RangeError on an unknown zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  return formats(
    timeZone,
    () => new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', timeZoneName: 'longOffset' }),
  );
}

/** A name that the IANA data of this runtime knows. Bare offsets such as `+05:30` are not zones. */
export function isTimeZone(name: string): boolean {
  if (!/[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that local time is ahead of UTC. */
export function offsetAt(timeZone: string, at: number): number {
  const match = offsetText.exec(formatOf(timeZone).format(at));
  if (!match) return 0;
  const [, sign, hours, minutes, seconds] = match;
  const ahead = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000;
  return sign === '-' ? -ahead : ahead;
}

/** Asking costs most of what a year's table does. The two changes that are nearest to each other are six days apart. */
const lookMs = 5 * dayMs;

/**
 * The offsets of a zone over `[from, to)`; the first period begins at `-Infinity`. The zone is asked every five days
 * and changes are then bisected to the second: no zone has two changes within five days from 1970 to 2110, which
 * `zone.long.test.ts` checks.
 */
export function offsetPeriods(timeZone: string, from: number, to: number): OffsetPeriod[] {
  let offset = offsetAt(timeZone, from);
  const periods: OffsetPeriod[] = [{ at: Number.NEGATIVE_INFINITY, offset }];
  for (let at = from; at < to; at += lookMs) {
    const next = offsetAt(timeZone, at + lookMs);
    if (next === offset) continue;
    periods.push({ at: changeBetween(timeZone, at, at + lookMs, offset), offset: next });
    offset = next;
  }
  return periods;
}

function changeBetween(timeZone: string, from: number, to: number, before: number): number {
  let low = from / 1000;
  let high = to / 1000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/**
 * The first instant at which the wall clock shows this date and time, or a later one. This covers times that
 * a change skips, times that it repeats (their first pass counts), and dates that a zone left out.
 */
export function instantOfWall(periods: readonly OffsetPeriod[], day: number, minutes: number): number {
  return firstShowing(periods, day * dayMs + minutes * 60_000);
}

/** As `instantOfWall`, for one local time (ms since 1970 on the wall clock) in a zone. */
export function instantOfLocal(timeZone: string, local: number): number {
  const day = Math.floor(local / dayMs) * dayMs;
  return firstShowing(offsetPeriods(timeZone, day - 2 * dayMs, day + 3 * dayMs), local);
}

function firstShowing(periods: readonly OffsetPeriod[], local: number): number {
  for (const [index, { at, offset }] of periods.entries()) {
    const end = periods[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    if (local - offset < end) return Math.max(at, local - offset);
  }
  throw new RangeError('the last period has no end');
}

/** The date that the zone's calendars show at an instant. */
export function localDate(timeZone: string, at: number): string {
  return new Date(at + offsetAt(timeZone, at)).toISOString().slice(0, 10);
}
