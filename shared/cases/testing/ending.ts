import { countedSinceLeg } from '../clocks/clocks.ts';
import type { Case } from '../model/case.ts';

/** What a case is at the end, without the numbers of its events and what was mailed and alerted on the way. */
export function ending(state: Case, now: number) {
  const { status, severity, coverage, category, closing, closedAt, reopenedAt, termsAt, investigation } =
    state;
  const { proposal, downgrade, lowered, advisory } = state;
  return {
    ...{
      status,
      severity,
      coverage,
      category,
      closing,
      closedAt,
      reopenedAt,
      termsAt,
      investigation,
      proposal,
    },
    downgrade: downgrade && { ...downgrade, rules: [...downgrade.rules].sort() },
    lowered: lowered && { ...lowered, rules: [...lowered.rules].sort() },
    advisory: advisory?.at,
    incidents: [...state.incidents].sort((one, other) => (one.id < other.id ? -1 : 1)),
    alert: state.alert !== undefined,
    acknowledged: state.alert?.acknowledged,
    escalations: state.escalations.map(({ ended, count, at }) => ({ ended, count, at })),
    clocks: state.clocks
      .map((clock) => ({ ...comparable(clock), counted: countedSinceLeg(state, clock, now) }))
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
  };
}

/** A clock's history may be in other pieces; what it comes to is the same. */
function comparable({ id: _, beforePause: _before, changedAt: _changed, ...clock }: Case['clocks'][number]) {
  return clock;
}
