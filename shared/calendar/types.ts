import type { Steps } from './steps.ts';

/**
 * The words of business time. Instants are milliseconds since 1970-01-01T00:00:00Z, durations are
 * milliseconds of elapsed time, dates are ISO 8601 (`2026-11-23`), wall times `HH:MM` with `24:00` as an end.
 */

import type { CalendarCertainty } from './certainty.ts';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** An opening on a day, in wall time: `['09:00', '17:00']`. The end may be `24:00`. */
export type DayInterval = readonly [start: string, end: string];

export interface Holiday {
  readonly date: string;
  readonly name?: string | undefined;
}

/** An opening on one date, besides the weekly ones and even on a holiday. */
export interface ExtraOpening {
  readonly date: string;
  readonly intervals: readonly DayInterval[];
  /** Given where the date was declared a working day: what for. Its open hours are marked in proofs. */
  readonly name?: string | undefined;
}

export type Week = { readonly [D in Weekday]?: readonly DayInterval[] | undefined };

/** The weekly hours that held before another week did. */
export interface EarlierWeek {
  /** The last local date on which it held. */
  readonly until: string;
  readonly weekly: Week;
}

/** When a place works. */
export interface BusinessCalendar {
  /** What the calendar is called in proofs and on clocks, such as `JP` or `CA`. */
  readonly id: string;
  /** IANA zone in which the wall times are read. */
  readonly timeZone: string;
  readonly weekly: Week;
  /** Weeks of earlier times, the earliest first. */
  readonly earlier?: readonly EarlierWeek[];
  readonly holidays: readonly Holiday[];
  readonly extraOpenings?: readonly ExtraOpening[];
  /** What its hours and holidays were taken from, as proofs name it; `none` where they were given. */
  readonly version: string;
  /** How sure its holidays are; absent where nobody but the caller vouches for them. */
  readonly certainty?: CalendarCertainty;
}

/** The hours in which a clock runs. */
export type Schedule =
  { readonly kind: '24x7' } | { readonly kind: 'businessHours'; readonly calendar: BusinessCalendar };

/** A stretch in which time does not count. `to: null` means that it is still going on. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
}

export type SegmentKind = 'counted' | 'closed' | 'holiday' | 'paused';

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly kind: SegmentKind;
  /** Where time counts because the date was declared a working day: what for. */
  readonly workingDay?: string;
}

/** Contiguous segments from `start` to `dueAt` whose counted ones add up to the duration asked for. */
export interface Proof {
  readonly start: number;
  readonly dueAt: number;
  readonly duration: number;
  readonly segments: readonly Segment[];
}

/**
 * Business time over one schedule. Both engines (the readable day walk and the tables) implement it.
 * Business hours are known from 1970 to the end of 2110; instants outside throw a RangeError.
 */
export interface BusinessTime {
  /**
   * The first instant by which `duration` has been counted since `start`. Null when that is never: a pause does
   * not end, or the calendar does not open for so long before 2111.
   */
  dueAt(start: number, duration: number, pauses?: readonly Pause[]): number | null;
  /** Counted milliseconds from `from` until `to`, which is not earlier. */
  elapsed(from: number, to: number, pauses?: readonly Pause[]): number;
  /** Whether time counts at `at`: the schedule is open, and no pause holds it. */
  isOpen(at: number, pauses?: readonly Pause[]): boolean;
  /** The first instant at or after `at` at which the schedule is open. */
  nextOpening(at: number): number;
  /** The same for time that counts; null when a pause does not end. */
  nextOpening(at: number, pauses: readonly Pause[]): number | null;
  /** The end of the opening under way at `at`, or of the next one; null when it never closes. */
  nextClosing(at: number): number | null;
  /**
   * What became of the time from `from` until `to`, which is not earlier: contiguous segments whose counted ones add
   * up to `elapsed`. Of more than `most` only the first are made: the last of them then ends before `to`.
   */
  segments(from: number, to: number, pauses?: readonly Pause[], most?: number): Segment[];
  /** The due instant with what led to it; null as with `dueAt`. */
  prove(start: number, duration: number, pauses?: readonly Pause[]): Proof | null;
}

/** Business time whose long answers can also be had in steps: a year of a calendar is one, or a segment. */
export interface SteppedTime extends BusinessTime {
  dueAtInSteps(start: number, duration: number, pauses?: readonly Pause[]): Steps<number | null>;
  elapsedInSteps(from: number, to: number, pauses?: readonly Pause[]): Steps<number>;
  segmentsInSteps(from: number, to: number, pauses?: readonly Pause[], most?: number): Steps<Segment[]>;
}
