import { toDuration, toDurationMs, toMs, type Instant } from '../../calendar/index.ts';
import type { CalendarSource, Case, CaseClock } from '../model/case.ts';
import type { ClockPlan, EventOf } from '../model/events.ts';

/** What each event makes of a clock. */

export function started(event: EventOf<'clock.started'>): CaseClock {
  const { clockId, thresholds, ...plan } = event.data;
  return {
    id: clockId,
    ...plan,
    state: 'running',
    thresholds: thresholdsOf(thresholds),
    rules: event.rules,
    ...(event.decidedAsOf === plan.startedAt ? {} : { changedAt: event.decidedAsOf }),
  };
}

/** The clocks once another has started: of those that are over, only broken promises are kept beside their successor. */
export function withStarted({ clocks }: Case, clock: CaseClock): readonly CaseClock[] {
  const stays = (one: CaseClock): boolean =>
    one.kind !== clock.kind ||
    one.stoppedAt === undefined ||
    (one.kind === 'initialResponse' && one.state === 'breached');
  return [...clocks.filter(stays), clock];
}

export function planned(clock: CaseClock, event: EventOf<'clock.retargeted'>): CaseClock {
  const { clockId: _, leg, thresholds, ...plan } = event.data;
  const { beforePause, earlier, ...rest } = certain(clock);
  const counted = leg && toDurationMs(leg.counted) + toDurationMs(earlier?.counted ?? 'PT0S');
  return {
    ...rest,
    ...(leg && counted !== undefined
      ? { earlier: { until: leg.to, counted: toDuration(counted) } }
      : { ...(earlier ? { earlier } : {}), ...(beforePause ? { beforePause } : {}) }),
    ...plan,
    thresholds: thresholdsOf(thresholds),
    rules: event.rules,
    changedAt: event.decidedAsOf,
  };
}

function thresholdsOf(planned: ClockPlan['thresholds']): CaseClock['thresholds'] {
  return planned.map(({ percent, at, reached = false }) => ({ percent, at, reached }));
}

/** The clock without what was uncertain about its last plan. */
function certain({ uncertain: _, ...clock }: CaseClock): CaseClock {
  return clock;
}

export function paused(clock: CaseClock, { data, decidedAsOf }: EventOf<'clock.paused'>): CaseClock {
  return {
    ...certain(clock),
    state: 'paused',
    dueAt: null,
    thresholds: reachedBy(clock, decidedAsOf).map((one) => (one.reached ? one : { ...one, at: null })),
    beforePause: { until: decidedAsOf, counted: data.counted },
    pausedAt: decidedAsOf,
  };
}

export function resumed(clock: CaseClock, { data, decidedAsOf }: EventOf<'clock.resumed'>): CaseClock {
  const { pausedAt: _, ...rest } = certain(clock);
  return {
    ...rest,
    state: 'running',
    dueAt: data.dueAt,
    ...(data.uncertain && { uncertain: data.uncertain }),
    thresholds: thresholdsOf(data.thresholds),
    // A leg that ended during the pause holds all that was counted before it.
    beforePause: { until: decidedAsOf, counted: clock.beforePause?.counted ?? 'PT0S' },
  };
}

export function withThreshold(
  clock: CaseClock,
  { data: { percent }, decidedAsOf: reachedAt }: EventOf<'clock.thresholdReached'>,
): CaseClock {
  const thresholds = clock.thresholds.map((one) =>
    one.percent === percent ? { ...one, reached: true, reachedAt } : one,
  );
  return { ...clock, thresholds };
}

export function breached(clock: CaseClock): CaseClock {
  return { ...clock, state: 'breached' };
}

export function stopped(
  clock: CaseClock,
  event: EventOf<'clock.met' | 'clock.stopped' | 'clock.cancelled'>,
): CaseClock {
  const { decidedAsOf: stoppedAt } = event;
  const before = { ...clock, thresholds: reachedBy(clock, stoppedAt) };
  switch (event.type) {
    case 'clock.met':
      return { ...before, state: 'met', stoppedAt };
    case 'clock.stopped':
      return { ...before, stoppedAt, lateBy: event.data.lateBy };
    case 'clock.cancelled':
      // What was broken stays broken; a limit of silence that is overtaken was not over.
      return { ...before, state: isOver(clock, stoppedAt) ? 'breached' : 'cancelled', stoppedAt };
  }
}

/** The thresholds as they were at an instant: what was reached since has been overtaken. */
export function reachedBy({ thresholds }: CaseClock, asOf: Instant): CaseClock['thresholds'] {
  return thresholds.map((one) => {
    if (one.reachedAt === undefined || !isLater(one.reachedAt, asOf)) return one;
    const { reachedAt: _, ...before } = one;
    return { ...before, reached: false };
  });
}

/** Whether something has been recorded on a clock that counts from later than an instant. */
export function hasLater({ thresholds, state, dueAt }: CaseClock, asOf: Instant): boolean {
  if (state === 'breached' && isLater(dueAt, asOf)) return true;
  return thresholds.some(({ reachedAt }) => reachedAt !== undefined && isLater(reachedAt, asOf));
}

function isOver({ state, dueAt }: CaseClock, asOf: Instant): boolean {
  return state === 'breached' && !isLater(dueAt, asOf);
}

function isLater(at: Instant | null, asOf: Instant): boolean {
  return at !== null && toMs(at) > toMs(asOf);
}

export function corrected(clock: CaseClock, event: EventOf<'response.corrected'>): CaseClock {
  const { by, at, data } = event;
  const { lateBy: _, ...before } = clock;
  const { contactedAt, reason, lateBy, from } = data;
  return {
    ...before,
    thresholds: reachedBy(clock, contactedAt),
    state: lateBy === undefined ? 'met' : 'breached',
    stoppedAt: contactedAt,
    ...(lateBy === undefined ? {} : { lateBy }),
    corrected: { by: by.id, at, reason, from },
  };
}

/** Whether a clock is over, or broken: then it stays as it was decided, whatever its case gets. */
export function isSettled({ state }: CaseClock): boolean {
  return state !== 'running' && state !== 'paused';
}

/** The case leaves this calendar for another one. */
export function left(clock: CaseClock, calendar: CalendarSource): CaseClock {
  return isSettled(clock) ? { calendar, ...clock } : clock;
}

export function onClock(
  state: Case,
  clockId: string,
  change: (clock: CaseClock) => CaseClock,
): Partial<Case> {
  return { clocks: state.clocks.map((clock) => (clock.id === clockId ? change(clock) : clock)) };
}
