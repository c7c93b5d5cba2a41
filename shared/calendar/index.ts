/**
 * Business time: when a duration of open hours is over, and why.
 *
 * @example
 * const time = businessTime({ kind: 'businessHours', calendar });
 * time.dueAt(toMs('2026-11-20T08:00:00Z'), 4 * 3_600_000);
 */
export * from './types.ts';
export * from './instant.ts';
export * from './certainty.ts';
export { businessTime } from './tables/kept.ts';
export {
  outlook,
  outlookInSteps,
  type CalendarWarning,
  type Outlook,
  type Question,
  type Uncertain,
} from './outlook.ts';
export { finished, type Steps } from './steps.ts';
export { parseDuration, longestDurationMs, type ParsedDuration } from './duration.ts';
export { calendarProblems, type CalendarProblem } from './validate.ts';
export { instantOfLocal, isTimeZone, localDate, offsetAt } from './tables/zone.ts';
export { firstYear, lastYear } from './tables/tables.ts';
