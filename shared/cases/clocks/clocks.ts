import {
  businessTime,
  toDuration,
  toDurationMs,
  toInstant,
  toMs,
  type BusinessTime,
  type Instant,
  type Pause,
  type Segment,
} from '../../calendar/index.ts';
import { calendarFor, type CalendarResult } from '../../policy/calendars/index.ts';
import type { CalendarStamp, Case, CaseClock, Leg, PauseRecord } from '../model/case.ts';
import type { ClockPlan } from '../model/events.ts';
import type { ClockKind, ClockSchedule } from '../model/vocabulary.ts';

/** Business time as the case's stamp says it: the calendar found again, or the clock around the clock. */
export function timeOf(stamp: CalendarStamp, schedule: ClockSchedule): BusinessTime {
  if (schedule === '24x7') return businessTime({ kind: '24x7' });
  return businessTime({ kind: 'businessHours', calendar: stamped(stamp).calendar });
}

/** The rules that give a schedule its hours: BH-1 to BH-4; none around the clock. */
export function hoursRules(stamp: CalendarStamp, schedule: ClockSchedule): readonly string[] {
  return schedule === '24x7' ? [] : stamped(stamp).hoursRules;
}

type Found = Extract<CalendarResult, { ok: true }>;
const found = new WeakMap<CalendarStamp, Found>();

/** The calendar stamped on the case, found again. Remembered by the stamp, which a fold hands on as it is. */
export function stamped(stamp: CalendarStamp): Found {
  const known = found.get(stamp);
  if (known) return known;
  const result = calendarFor(stamp);
  if (!result.ok) throw new Error(`the calendar stamped on the case is gone: ${result.failure.detail}`);
  found.set(stamp, result);
  return result;
}

/** What a clock is to be: its schedule and target, what it counts from, and what it has behind it. */
export interface ClockAsk {
  readonly schedule: ClockSchedule;
  /** More than zero, in ms. */
  readonly target: number;
  readonly startedAt: Instant;
  /** Shares of the target at which something is said, rising. */
  readonly percents: readonly number[];
  readonly legs?: readonly Leg[];
  readonly pauses?: readonly PauseRecord[];
  /** The clock is changed at this instant: nothing falls due before it, and what lies behind it is not said again. */
  readonly changedAt?: Instant;
  /** Percents that were reached before the change. */
  readonly reached?: readonly number[];
}

/** Where a clock comes due, and its thresholds before that. */
export function planClock(stamp: CalendarStamp, ask: ClockAsk): ClockPlan {
  const { schedule, target, startedAt, percents, legs = [], changedAt, reached = [] } = ask;
  const time = timeOf(stamp, schedule);
  const pauses = asPauses(ask.pauses ?? []);
  const behind = sumOf(legs);
  const from = toMs(legs.at(-1)?.to ?? startedAt);
  const floor = changedAt === undefined ? from : toMs(changedAt);

  const reach = (duration: number): Instant | null => {
    const at = duration <= behind ? from : time.dueAt(from, duration - behind, pauses);
    return at === null ? null : toInstant(Math.max(at, floor));
  };
  return {
    schedule,
    target: toDuration(target),
    startedAt,
    dueAt: reach(target),
    thresholds: percents.map((percent) => {
      const at = reach(Math.round((target * percent) / 100));
      const passed = changedAt !== undefined && at !== null && toMs(at) <= floor;
      return { percent, at, ...(passed || reached.includes(percent) ? { reached: true as const } : {}) };
    }),
  };
}

/** A plan that is sure to come due: nothing pauses the clock. */
export function runningPlan(plan: ClockPlan): ClockPlan & { readonly dueAt: Instant } {
  const { dueAt } = plan;
  if (dueAt === null) throw new Error('a clock that runs always comes due');
  return { ...plan, dueAt };
}

function asPauses(pauses: readonly PauseRecord[]): readonly Pause[] {
  return pauses.map(({ from, to }) => ({ from: toMs(from), to: to === null ? null : toMs(to) }));
}

function sumOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, leg) => sum + toDurationMs(leg.counted), 0);
}

/** How much of the target has been used by `now` (ms), or by the instant the clock stopped. */
export function elapsedOn(stamp: CalendarStamp, clock: CaseClock, now: number): number {
  const until = clock.stoppedAt === undefined ? now : toMs(clock.stoppedAt);
  const from = toMs(clock.legs.at(-1)?.to ?? clock.startedAt);
  const behind = sumOf(clock.legs);
  if (until <= from) return behind;
  return behind + timeOf(stamp, clock.schedule).elapsed(from, until, asPauses(clock.pauses));
}

/**
 * What became of the time since the clock started, up to its due instant, or to `now` (ms) while it is paused, or to its end if it ended so:
 * contiguous segments, each leg by its own schedule, whose counted ones add up to the target.
 */
export function segmentsOn(stamp: CalendarStamp, clock: CaseClock, now: number): readonly Segment[] {
  const pauses = asPauses(clock.pauses);
  const from = clock.legs.at(-1)?.to ?? clock.startedAt;
  const end = clock.dueAt ?? clock.stoppedAt;
  const to = end === undefined ? Math.max(now, toMs(from)) : toMs(end);
  const present = { from, to: toInstant(to), schedule: clock.schedule };
  return [...clock.legs, present].flatMap((leg) =>
    timeOf(stamp, leg.schedule).segments(toMs(leg.from), toMs(leg.to), pauses),
  );
}

/** What the clock has counted under its present schedule, as a leg that ends at `to`. */
export function legUntil(stamp: CalendarStamp, clock: CaseClock, to: Instant): Leg {
  const counted = elapsedOn(stamp, clock, toMs(to)) - sumOf(clock.legs);
  return {
    from: clock.legs.at(-1)?.to ?? clock.startedAt,
    to,
    schedule: clock.schedule,
    counted: toDuration(counted),
  };
}

/** Elapsed and remaining time of a clock at `now` (ms), as ISO 8601 durations. */
export function readingOf(state: Case, clock: CaseClock, now: number) {
  const elapsed = elapsedOn(state.calendar, clock, now);
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
