import { toDuration, toDurationMs } from '../../calendar/index.ts';
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
    thresholds: clock.thresholds.map((one) => (one.reached ? one : { ...one, at: null })),
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

export function withThreshold(clock: CaseClock, percent: number): CaseClock {
  const thresholds = clock.thresholds.map((one) =>
    one.percent === percent ? { ...one, reached: true } : one,
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
  switch (event.type) {
    case 'clock.met':
      return { ...clock, state: 'met', stoppedAt };
    case 'clock.stopped':
      return { ...clock, stoppedAt, lateBy: event.data.lateBy };
    case 'clock.cancelled':
      // What was broken stays broken.
      return { ...clock, state: clock.state === 'breached' ? 'breached' : 'cancelled', stoppedAt };
  }
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
