import { toDurationMs, toInstant, toMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case, CaseClock, Escalation } from '../../model/case.ts';
import { timeOf } from '../../clocks/clocks.ts';
import { Refused, type ActionOf } from '../../model/commands.ts';
import type { EscalationStep } from '../../model/events.ts';
import { mailOperations } from '../../mails/request.ts';
import { isTooMuch } from '../../mails/withhold.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withMessage } from '../../model/message.ts';

/** What is escalated: the breach of a clock, or the wish of the customer. */
type Cause = { readonly clock: CaseClock } | { readonly request: number };

/** Case, clock, threshold and policy version: what was escalated under this key never is again. */
function keyOf({ id, policyVersion }: Case, cause: Cause): string {
  const [clock, threshold] =
    'clock' in cause ? [cause.clock.id, '100'] : ['customer', `request${cause.request}`];
  return [id, clock, threshold, policyVersion].join('/');
}

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
  startEscalation(record, policy, { request }, asOf);
}

/** Begins an escalation by the policy's levels (PLAN-3). Its steps run in the hours that the case is covered. */
export function startEscalation(record: Recorder, policy: Policy, cause: Cause, asOf: Instant): void {
  const state = record.existing;
  const key = keyOf(state, cause);
  if (state.escalations.some((one) => one.key === key)) return;
  const from = 'clock' in cause ? { clockId: cause.clock.id } : { requestedIn: cause.request };
  const rules = 'clock' in cause ? ['PLAN-3', ...cause.clock.rules] : ['PLAN-3'];
  record.add('escalation.started', { key, ...from, steps: stepsOf(state, policy, asOf) }, asOf, rules);
}

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
  { key, clockId, requestedIn }: Escalation,
  { level, round, at }: EscalationStep,
): void {
  const rules = clockId === undefined ? ['PLAN-3'] : ['PLAN-3', ...rulesOf(record.existing, clockId)];
  record.add('escalation.raised', { key, level, round }, at, rules);
  // The breach itself has just been told to the first level.
  if (clockId !== undefined && level === 1 && round === 1) return;
  const owner = policy.escalation.levels[level - 1]?.owner;
  mailOperations(record, policy, 'escalated', at, rules, {
    level,
    ...(owner === undefined ? {} : { owner }),
    ...(clockId === undefined ? {} : { clockId, percent: 100 }),
    ...(requestedIn === undefined ? {} : { messageIn: requestedIn }),
  });
}

/** Somebody has taken up the case, or it is over: no further level is told. */
export function endEscalations(record: Recorder, asOf: Instant): void {
  for (const { key, ended } of record.existing.escalations) {
    if (!ended) record.add('escalation.ended', { key }, asOf, ['PLAN-3']);
  }
}

function rulesOf(state: Case, clockId: string): readonly string[] {
  return state.clocks.find(({ id }) => id === clockId)?.rules ?? [];
}
