import type { Case, CaseClock } from '../model/case.ts';
import type { ClockPlan, EventOf } from '../model/events.ts';

/** What each event makes of a clock. */

export function started(event: EventOf<'clock.started'>): CaseClock {
  const { clockId, thresholds, ...plan } = event.data;
  return {
    id: clockId,
    ...plan,
    state: 'running',
    thresholds: thresholdsOf(thresholds),
    pauses: [],
    legs: [],
    rules: event.rules,
    ...(event.decidedAsOf === plan.startedAt ? {} : { changedAt: event.decidedAsOf }),
  };
}

export function planned(clock: CaseClock, event: EventOf<'clock.retargeted'>): CaseClock {
  const { clockId: _, leg, thresholds, ...plan } = event.data;
  return {
    ...clock,
    ...plan,
    thresholds: thresholdsOf(thresholds),
    legs: leg ? [...clock.legs, leg] : clock.legs,
    rules: event.rules,
    changedAt: event.decidedAsOf,
  };
}

function thresholdsOf(planned: ClockPlan['thresholds']): CaseClock['thresholds'] {
  return planned.map(({ percent, at, reached = false }) => ({ percent, at, reached }));
}

export function paused(clock: CaseClock, from: string): CaseClock {
  return {
    ...clock,
    state: 'paused',
    dueAt: null,
    thresholds: clock.thresholds.map((one) => (one.reached ? one : { ...one, at: null })),
    pauses: [...clock.pauses, { from, to: null }],
  };
}

export function resumed(clock: CaseClock, event: EventOf<'clock.resumed'>): CaseClock {
  return {
    ...clock,
    state: 'running',
    dueAt: event.data.dueAt,
    thresholds: thresholdsOf(event.data.thresholds),
    pauses: ended(clock, event.decidedAsOf),
  };
}

function ended(clock: CaseClock, to: string): CaseClock['pauses'] {
  return clock.pauses.map((pause) => (pause.to === null ? { ...pause, to } : pause));
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
  const pauses = ended(clock, stoppedAt);
  switch (event.type) {
    case 'clock.met':
      return { ...clock, state: 'met', stoppedAt, pauses };
    case 'clock.stopped':
      return { ...clock, stoppedAt, lateBy: event.data.lateBy, pauses };
    case 'clock.cancelled':
      // What was broken stays broken.
      return { ...clock, state: clock.state === 'breached' ? 'breached' : 'cancelled', stoppedAt, pauses };
  }
}

export function onClock(
  state: Case,
  clockId: string,
  change: (clock: CaseClock) => CaseClock,
): Partial<Case> {
  return { clocks: state.clocks.map((clock) => (clock.id === clockId ? change(clock) : clock)) };
}
