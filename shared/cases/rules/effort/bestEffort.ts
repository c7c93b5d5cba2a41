import { toDurationMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case, CaseClock, Investigation } from '../../model/case.ts';
import { pauseClock, resumeClock } from '../../clocks/changes.ts';
import {
  hoursRules,
  isWaiting,
  latestClock,
  planClock,
  runningPlan,
  waitingClocks,
  type ClockAsk,
} from '../../clocks/clocks.ts';
import type { Recorder } from '../../decide/recorder.ts';

/** The rule that gives a case four hours of best effort (BE-1, BE-5); undefined: it has no such limit. */
export function budgetRule({ category, problemType, scope }: Case, policy: Policy): string | undefined {
  if (category !== 'technical') return undefined;
  const { performance, notReproducible, customization } = policy.bestEffort.problemTypes;
  switch (problemType) {
    case 'performance':
      return scope === 'multipleAreas' ? undefined : performance;
    case 'notReproducible':
      return notReproducible;
    case 'customization':
      return customization;
    default:
      return undefined;
  }
}

/** The clock of support's time that still waits for an end. */
export function bestEffortClock(state: Case): CaseClock | undefined {
  const clock = latestClock(state, 'bestEffort');
  return clock && isWaiting(clock) ? clock : undefined;
}

export function bestEffortAsk(
  state: Case,
  policy: Policy,
): (Pick<ClockAsk, 'schedule' | 'target' | 'percents'> & { readonly rules: readonly string[] }) | undefined {
  const rule = budgetRule(state, policy);
  if (rule === undefined) return undefined;
  const { budget, half, ending } = policy.bestEffort;
  const target = toDurationMs(budget);
  const share = (used: number) => (100 * used) / target;
  return {
    schedule: state.coverage,
    target,
    percents: [share(toDurationMs(half)), share(target - toDurationMs(ending))],
    rules: [rule, 'BE-6', ...hoursRules(state.calendar, state.coverage)],
  };
}

/** The customer has been asked for something, or for its word on a proposal, and has not been heard of since. */
export function waitsForCustomer(state: Case): boolean {
  if (state.proposal && !state.proposal.answered) return true;
  return waitingClocks(state, ['customerReply']).length > 0;
}

/**
 * Lets the clock run exactly while support works on the problem and nobody waits for the customer (BE-6): starts
 * it at the first work, and pauses or resumes it as the case now stands.
 */
export function followWork(record: Recorder, policy: Policy, asOf: Instant): void {
  const state = record.existing;
  const ask = bestEffortAsk(state, policy);
  const works = (state.investigation?.underWay ?? false) && !waitsForCustomer(state);
  const clock = bestEffortClock(state);
  if (clock?.state === 'running' && !(works && ask)) return pauseClock(record, clock, asOf, ['BE-6']);
  if (!works || !ask) return;
  if (clock?.state === 'paused') {
    return resumeClock(record, clock, toDurationMs(clock.target), asOf, ['BE-6']);
  }
  if (clock || hasHadBudget(state) || isFound(state.investigation)) return;
  const { rules, ...wanted } = ask;
  const plan = planClock(state.calendar, { ...wanted, startedAt: asOf });
  const clockId = `k${record.nextSequence}`;
  record.add('clock.started', { clockId, kind: 'bestEffort', ...runningPlan(plan) }, asOf, rules);
}

/** Whether the cause or the steps that show it are known: then nothing limits the effort any more. */
export function isFound({
  cause = 'unknown',
  reproducible = false,
}: Partial<Pick<Investigation, 'cause' | 'reproducible'>> = {}): boolean {
  return cause !== 'unknown' || reproducible;
}

/** One budget from the submission, and one from each reopening. */
function hasHadBudget(state: Case): boolean {
  const clock = latestClock(state, 'bestEffort');
  return clock !== undefined && clock.id !== state.effortBefore;
}
