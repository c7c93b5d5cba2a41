import {
  businessTime,
  finished,
  outlookInSteps,
  toDuration,
  toDurationMs,
  toInstant,
  toMs,
  type Instant,
  type Outlook,
  type SteppedTime,
  type Steps,
} from '../../calendar/index.ts';
import { stampedCalendar, stampWith, type StampedCalendar } from '../../policy/calendars/index.ts';
import type { CalendarStamp, Case, CaseClock, Leg } from '../model/case.ts';
import type { ClockPlan } from '../model/events.ts';
import type { ClockKind, ClockSchedule } from '../model/vocabulary.ts';

/** Business time as the case's stamp says it: the calendar found again, or the clock around the clock. */
export function timeOf(stamp: CalendarStamp, schedule: ClockSchedule): SteppedTime {
  if (schedule === '24x7') return businessTime({ kind: '24x7' });
  return businessTime({ kind: 'businessHours', calendar: stamped(stamp).calendar });
}

/** The rules that give a schedule its hours: BH-1 to BH-4; none around the clock. */
export function hoursRules(stamp: CalendarStamp, schedule: ClockSchedule): readonly string[] {
  return schedule === '24x7' ? [] : stamped(stamp).hoursRules;
}

const found = new WeakMap<CalendarStamp, StampedCalendar>();

/**
 * The calendar of a stamp, found again. Remembered by the stamp, which a fold hands on as it is. Throws
 * `CalendarUnknown`.
 */
export function stamped(stamp: CalendarStamp): StampedCalendar {
  const known = found.get(stamp);
  if (known) return known;
  const result = stampedCalendar(stamp);
  found.set(stamp, result);
  return result;
}

/** The calendar a clock counts in, or did until it was over. */
export function calendarOf({ calendar }: Pick<Case, 'calendar'>, clock: CaseClock): CalendarStamp {
  return clock.calendar ? stampWith(calendar, clock.calendar) : calendar;
}

/** What a clock counts from, and what it has behind it. */
export type ClockPast = Pick<CaseClock, 'startedAt' | 'earlier' | 'beforePause' | 'pausedAt'>;

/** What a clock is to be: its schedule and target, what it counts from, and what it has behind it. */
export interface ClockAsk extends ClockPast {
  readonly schedule: ClockSchedule;
  /** More than zero, in ms. */
  readonly target: number;
  /** Shares of the target at which something is said, rising. */
  readonly percents: readonly number[];
  /** The clock is changed at this instant: nothing falls due before it, and what lies behind it is not said again. */
  readonly changedAt?: Instant;
  /** Percents that were reached before the change. */
  readonly reached?: readonly number[];
}

/** Where a clock comes due, and its thresholds before that. */
export function planClock(stamp: CalendarStamp, ask: ClockAsk): ClockPlan {
  const { schedule, target, startedAt, percents, changedAt, reached = [] } = ask;
  const time = timeOf(stamp, schedule);
  const behind = countedSoFar(ask);
  const from = toMs(countsFrom(ask));
  const stands = ask.pausedAt !== undefined;
  const floor = changedAt === undefined ? from : toMs(changedAt);

  const reach = (duration: number): Instant | null => {
    const at = duration <= behind ? from : stands ? null : time.dueAt(from, duration - behind);
    return at === null ? null : toInstant(Math.max(at, floor));
  };
  const dueAt = reach(target);
  const counted = dueAt === null ? 0 : target - behind;
  const { uncertain } = finished(outlookFrom(stamp, schedule, from, counted));
  return {
    schedule,
    target: toDuration(target),
    startedAt,
    dueAt,
    ...(uncertain && {
      uncertain: {
        days: uncertain.days,
        earliest: toInstant(Math.max(uncertain.earliest, floor)),
        latest: toInstant(Math.max(uncertain.latest, floor)),
      },
    }),
    thresholds: percents.map((percent) => {
      const at = reach(Math.round((target * percent) / 100));
      const passed = changedAt !== undefined && at !== null && toMs(at) <= floor;
      return { percent, at, ...(passed || reached.includes(percent) ? { reached: true as const } : {}) };
    }),
  };
}

/** How sure the due instant is that is reached by counting `duration` ms from `from` on. */
function* outlookFrom(
  stamp: CalendarStamp,
  schedule: ClockSchedule,
  from: number,
  duration: number,
  strict = false,
): Steps<Outlook> {
  if (schedule === '24x7' || duration <= 0) return { status: 'official', warnings: [] };
  return yield* outlookInSteps(stamped(stamp).calendar, { start: from, duration, strict });
}

/** How sure the due instant of a clock is; `strict` doubts days that one source alone vouches for. */
export function outlookOn(stamp: CalendarStamp, clock: CaseClock, strict: boolean): Steps<Outlook> {
  const left = clock.dueAt === null ? 0 : toDurationMs(clock.target) - countedSoFar(clock);
  return outlookFrom(stamp, clock.schedule, toMs(countsFrom(clock)), left, strict);
}

/** A plan that is sure to come due: nothing pauses the clock. */
export function runningPlan(plan: ClockPlan): ClockPlan & { readonly dueAt: Instant } {
  const { dueAt } = plan;
  if (dueAt === null) throw new Error('a clock that runs always comes due');
  return { ...plan, dueAt };
}

/** Since when a clock counts on with what it has behind it. */
export function countsFrom({ startedAt, earlier, beforePause }: ClockPast): Instant {
  return beforePause?.until ?? earlier?.until ?? startedAt;
}

/** What a clock had counted when it began to count on, or was paused (ms). */
export function countedSoFar({ earlier, beforePause }: ClockPast): number {
  return toDurationMs(earlier?.counted ?? 'PT0S') + toDurationMs(beforePause?.counted ?? 'PT0S');
}

/** How much of the target has been used by `now` (ms), or by the instant the clock stopped. */
export function elapsedOn(state: Pick<Case, 'calendar'>, clock: CaseClock, now: number): number {
  const until = clock.stoppedAt === undefined ? now : toMs(clock.stoppedAt);
  const from = toMs(countsFrom(clock));
  const behind = countedSoFar(clock);
  if (clock.pausedAt !== undefined || until <= from) return behind;
  return behind + timeOf(calendarOf(state, clock), clock.schedule).elapsed(from, until);
}

/** What the clock has counted by `to` (ms) under its present schedule. */
export function countedSinceLeg(state: Pick<Case, 'calendar'>, clock: CaseClock, to: number): number {
  return elapsedOn(state, clock, to) - toDurationMs(clock.earlier?.counted ?? 'PT0S');
}

/** What the clock has counted under its present schedule, as a leg that ends at `to`. */
export function legUntil(state: Pick<Case, 'calendar'>, clock: CaseClock, to: Instant): Leg {
  return {
    from: clock.earlier?.until ?? clock.startedAt,
    to,
    schedule: clock.schedule,
    counted: toDuration(countedSinceLeg(state, clock, toMs(to))),
  };
}

/** Elapsed and remaining time of a clock at `now` (ms), as ISO 8601 durations. */
export function readingOf(state: Case, clock: CaseClock, now: number) {
  const elapsed = elapsedOn(state, clock, now);
  return {
    elapsed: toDuration(elapsed),
    remaining: toDuration(Math.max(0, toDurationMs(clock.target) - elapsed)),
  };
}

/** The latest clock of a kind. */
export function latestClock(state: Case, kind: ClockKind): CaseClock | undefined {
  return state.clocks.findLast((clock) => clock.kind === kind);
}

/** Whether the clock still waits for what it promises, broken or not. */
export function isWaiting(clock: CaseClock): boolean {
  return clock.stoppedAt === undefined;
}

/** The clocks of these kinds that still wait. */
export function waitingClocks(state: Case, kinds: readonly ClockKind[]): readonly CaseClock[] {
  return state.clocks.filter((clock) => kinds.includes(clock.kind) && isWaiting(clock));
}
