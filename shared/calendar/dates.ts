/** Dates as day numbers (days since 1970-01-01), wall times as minutes since midnight. */
import { weekdays, type Weekday } from './types.ts';

export const dayMs = 86_400_000;

const timePattern = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The day number of an ISO 8601 date; undefined when there is no such date. */
export function dayOf(date: string): number | undefined {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) return undefined;
  return ms / dayMs;
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? 'monday';
}

/** Minutes since midnight of `HH:MM`, 1440 for `24:00`; undefined for anything else. */
export function minutesOf(time: string): number | undefined {
  if (time === '24:00') return 1440;
  const match = timePattern.exec(time);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}
