import {
  businessTime,
  toDuration,
  toDurationMs,
  toInstant,
  toMs,
  type BusinessTime,
  type Instant,
  type Pause,
} from '../calendar/index.ts';
import { calendarFor } from '../policy/calendars/index.ts';
import type { CalendarStamp, Case, CaseClock } from './case.ts';
import type { EventData } from './events.ts';
import type { ClockSchedule } from './vocabulary.ts';

/** Business time as the case's stamp says it: the calendar found again, or the clock around the clock. */
export function timeOf(stamp: CalendarStamp, schedule: ClockSchedule): BusinessTime {
  if (schedule === '24x7') return businessTime({ kind: '24x7' });
  const found = calendarFor(stamp);
  if (!found.ok) throw new Error(`the calendar stamped on the case is gone: ${found.failure.detail}`);
  return businessTime({ kind: 'businessHours', calendar: found.calendar });
}

type Plan = Pick<EventData['clock.started'], 'startedAt' | 'dueAt' | 'thresholds'>;

/** Where a clock of this target comes due, and its warnings before that. `targetMs` is more than zero. */
export function planClock(
  time: BusinessTime,
  startedAt: Instant,
  targetMs: number,
  warnAtPercent: readonly number[],
): Plan {
  const start = toMs(startedAt);
  const due = (duration: number) => {
    const at = time.dueAt(start, duration);
    if (at === null) throw new Error('a clock without pauses always comes due');
    return toInstant(at);
  };
  return {
    startedAt,
    dueAt: due(targetMs),
    thresholds: warnAtPercent.map((percent) => ({
      percent,
      at: due(Math.round((targetMs * percent) / 100)),
    })),
  };
}

export function pausesOf(clock: CaseClock): readonly Pause[] {
  return clock.pauses.map(({ from, to }) => ({ from: toMs(from), to: to === null ? null : toMs(to) }));
}

/** How much of the target has been used by `now` (ms), or by the instant the clock stopped. */
export function elapsedOn(state: Case, clock: CaseClock, now: number): number {
  const until = clock.stoppedAt === undefined ? now : toMs(clock.stoppedAt);
  const from = toMs(clock.startedAt);
  return until <= from ? 0 : timeOf(state.calendar, clock.schedule).elapsed(from, until, pausesOf(clock));
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
export function latestClock(state: Case, kind: CaseClock['kind']): CaseClock | undefined {
  return state.clocks.findLast((clock) => clock.kind === kind);
}

/** Whether the clock still waits for what it promises, broken or not. */
export function isWaiting(clock: CaseClock): boolean {
  return clock.stoppedAt === undefined;
}
