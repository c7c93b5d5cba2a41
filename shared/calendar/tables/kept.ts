/** Business time over schedules, kept for the next caller. */
import { bounded } from '../bounded.ts';
import { overOpenTime } from '../businessTime.ts';
import { roundTheClock } from '../openTime.ts';
import { tablesOf } from './tables.ts';
import type { BusinessCalendar, Schedule, SteppedTime } from '../types.ts';

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
