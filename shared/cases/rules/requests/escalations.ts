import { toDurationMs, toInstant, toMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case, Escalation } from '../../model/case.ts';
import { timeOf } from '../../clocks/clocks.ts';
import { Refused, type ActionOf } from '../../model/commands.ts';
import type { EscalationStep } from '../../model/events.ts';
import { mailOperations } from '../../mails/request.ts';
import { isTooMuch } from '../../mails/withhold.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withMessage } from '../../model/message.ts';

/** The customer asks for escalation, which is part of the larger plans (PLAN-3). Throws `Refused`. */
export function requestEscalation(
  record: Recorder,
  action: ActionOf<'escalation.requested'>,
  policy: Policy,
  asOf: Instant,
): void {
  if (!policy.plans[record.existing.plan].escalationManagement) {
    throw new Refused({
      kind: 'rule',
      code: 'plan.noEscalation',
      rules: ['PLAN-3'],
      pointer: '/type',
      detail:
        'Escalation management needs Professional Direct or Unified: ask for another severity with `severity.changeRequested` if the impact has grown, or change the plan.',
    });
  }
  const request = record.nextSequence;
  // It is told by its steps, which the clock takes: whether that is too much is judged here.
  const withheld = isTooMuch(record, 'escalated') ? { mailWithheld: 'escalated' as const } : {};
  record.add('escalation.requested', { ...withMessage(action), ...withheld }, asOf, ['PLAN-3']);
  if (withheld.mailWithheld) return;
  const { id, policyVersion } = record.existing;
  // What was escalated under this key never is again.
  const key = [id, 'customer', `request${request}`, policyVersion].join('/');
  const steps = stepsOf(record.existing, policy, asOf);
  record.add('escalation.started', { key, requestedIn: request, steps }, asOf, ['PLAN-3']);
}

/** By the policy's levels, in the hours that the case is covered. */
function stepsOf(state: Case, policy: Policy, asOf: Instant): EscalationStep[] {
  const { levels, repeats, repeatEvery } = policy.escalation;
  const time = timeOf(state.calendar, state.coverage);
  const rounds = Array.from({ length: repeats + 1 }, (_, round) => round);
  return rounds.flatMap((round) =>
    levels.map(({ after }, index) => {
      const wait = toDurationMs(after) + round * toDurationMs(repeatEvery);
      const at = time.dueAt(toMs(asOf), wait) ?? toMs(asOf);
      return { level: index + 1, round: round + 1, at: toInstant(at) };
    }),
  );
}

/** The earliest step of any escalation that nobody has taken up. */
export function nextStep(state: Case): { escalation: Escalation; step: EscalationStep } | undefined {
  let earliest: { escalation: Escalation; step: EscalationStep } | undefined;
  for (const escalation of state.escalations) {
    const [step] = escalation.steps;
    if (step && (!earliest || toMs(step.at) < toMs(earliest.step.at))) earliest = { escalation, step };
  }
  return earliest;
}

/** Tells the level whose turn it is. */
export function tellLevel(
  record: Recorder,
  policy: Policy,
  { key, requestedIn, count }: Escalation,
  { level, round, at }: EscalationStep,
): void {
  record.add('escalation.raised', { key, level, round }, at, ['PLAN-3']);
  const owner = policy.escalation.levels[level - 1]?.owner;
  mailOperations(record, policy, 'escalated', at, ['PLAN-3'], {
    level,
    ...(owner === undefined ? {} : { owner }),
    ...(count > 1 ? { count } : {}),
    ...(round > 1 ? { round } : {}),
    ...(requestedIn === undefined ? {} : { messageIn: requestedIn }),
  });
}

/** Somebody has taken up the case, or it is over: no further level is told. What was asked for later goes on. */
export function endEscalations(record: Recorder, asOf: Instant): void {
  for (const { key, ended, at } of record.existing.escalations) {
    if (!ended && toMs(at) <= toMs(asOf)) record.add('escalation.ended', { key }, asOf, ['PLAN-3']);
  }
}
