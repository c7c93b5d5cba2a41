/**
 * Business time: when a duration of open hours is over, and why.
 *
 * @example
 * const time = businessTime({ kind: 'businessHours', calendar });
 * time.dueAt(toMs('2026-11-20T08:00:00Z'), 4 * 3_600_000);
 */
import { bounded } from './bounded.ts';
import { overOpenTime } from './businessTime.ts';
import { roundTheClock } from './openTime.ts';
import { tablesOf } from './tables.ts';
import type { BusinessCalendar, Schedule, SteppedTime } from './types.ts';

export * from './types.ts';
export * from './instant.ts';
export { finished, type Steps } from './steps.ts';
export { parseDuration, longestDurationMs, type ParsedDuration } from './duration.ts';
export { warningsOf } from './businessTime.ts';
export { calendarProblems, type CalendarProblem } from './validate.ts';
export { instantOfLocal, isTimeZone, localDate, offsetAt } from './zone.ts';
export { firstYear, lastYear } from './tables.ts';

const always = overOpenTime(roundTheClock, undefined);

/** Calendars kept with their tables. */
const mostCalendars = 512;
/** Characters of their content: one with all the dates and hours that a request may give has 200,000. */
const mostContent = 16_000_000;
const byContent = bounded<SteppedTime>(mostCalendars, mostContent);
const byIdentity = new WeakMap<BusinessCalendar, SteppedTime>();

/**
 * Business time over a schedule, kept for the next caller with an equal calendar.
 * Throws a RangeError on a calendar that `calendarProblems` finds fault with.
 */
export function businessTime(schedule: Schedule): SteppedTime {
  if (schedule.kind === '24x7') return always;
  const { calendar } = schedule;
  const known = byIdentity.get(calendar);
  if (known) return known;
  const time = byContent(JSON.stringify(calendar), () => overOpenTime(tablesOf(calendar), calendar));
  byIdentity.set(calendar, time);
  return time;
}
