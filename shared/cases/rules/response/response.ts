import { toDurationMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { stopClock } from '../../clocks/changes.ts';
import type { CaseActionType } from '../../model/actions.ts';
import type { Case, CaseClock } from '../../model/case.ts';
import { endEscalations } from '../requests/escalations.ts';
import { endAlert } from './alerts.ts';
import {
  hoursRules,
  isWaiting,
  latestClock,
  planClock,
  runningPlan,
  type ClockAsk,
} from '../../clocks/clocks.ts';
import type { Recorder } from '../../decide/recorder.ts';

/** What the policy promises as a first response to the case as it stands: IR-A, IR-B, IR-C. */
export function responsePromise(
  state: Case,
  policy: Policy,
): Pick<ClockAsk, 'schedule' | 'target' | 'percents'> & { readonly rules: readonly string[] } {
  const { severity, coverage, plan, service, contractTargets } = state;
  const preview = service.releaseStage === 'publicPreview';
  const contract = contractTargets?.[severity];
  const ofPlan = policy.targets.initialResponse[severity][plan];
  const target = contract ?? (preview ? policy.publicPreview.targets[severity] : undefined) ?? ofPlan;
  return {
    schedule: coverage,
    target: toDurationMs(target),
    percents: policy.warnAtPercent.initialResponse,
    rules: [
      policy.initialResponse[severity].rule,
      ...(preview ? ['PRE-1'] : []),
      ...(contract === undefined ? [] : ['PLAN-4']),
      ...hoursRules(state.calendar, coverage),
    ],
  };
}

/** Starts the initial response clock: at submission, and again at each reopening. */
export function startResponse(record: Recorder, policy: Policy, at: Instant): CaseClock {
  const { rules, ...promise } = responsePromise(record.existing, policy);
  const clockId = `k${record.nextSequence}`;
  const plan = planClock(record.existing.calendar, { ...promise, startedAt: at });
  record.add('clock.started', { clockId, kind: 'initialResponse', ...runningPlan(plan) }, at, rules);
  const clock = latestClock(record.existing, 'initialResponse');
  if (!clock) throw new Error('a clock that was started is there');
  return clock;
}

/** Whether this is a first response, if one is still owed. */
export function isAnswer(type: CaseActionType): boolean {
  return (
    type === 'engineer.contacted' ||
    type === 'engineer.requestedInformation' ||
    type === 'engineer.proposedResolution'
  );
}

/** An engineer has contacted the customer, asked it, or proposed something: that is the first response. */
export function answerResponse(record: Recorder, asOf: Instant): void {
  const clock = waitingResponse(record.existing);
  if (clock) stopClock(record, clock, asOf);
  endAlert(record, asOf);
  endEscalations(record, asOf);
}

/** The initial response clock that still waits for an answer. */
export function waitingResponse(state: Case): CaseClock | undefined {
  const clock = latestClock(state, 'initialResponse');
  return clock && isWaiting(clock) ? clock : undefined;
}
