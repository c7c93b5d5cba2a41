import { toDurationMs, toMs, type Instant } from '../../../calendar/index.ts';
import type { Policy, SilenceLimits } from '../../../policy/index.ts';
import type { Case, CaseClock } from '../../model/case.ts';
import { cancelClocks, stopClock } from '../../clocks/changes.ts';
import { hoursRules, planClock, runningPlan, waitingClocks, type ClockAsk } from '../../clocks/clocks.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { stepDown } from '../severity/stepDown.ts';
import { silenceKinds, type Severity, type SilenceKind } from '../../model/vocabulary.ts';

type SilenceClock = CaseClock & { readonly kind: SilenceKind };

/** The clocks that wait for the customer. */
export function silenceClocks(state: Case): readonly SilenceClock[] {
  return waitingClocks(state, silenceKinds) as readonly SilenceClock[];
}

/** The limits of silence by severity and coverage (COM-2). */
export function silenceLimits({ severity, coverage }: Case, policy: Policy): SilenceLimits {
  if (coverage === 'businessHours') return policy.silence.businessHours[severity];
  return policy.silence['24x7'][severity === 'A' ? 'A' : 'B'];
}

/** The clock that those limits ask for: reminders are its thresholds, and its target is the lowering or the last one. */
export function silenceAsk(
  state: Case,
  policy: Policy,
  kind: SilenceKind,
): Pick<ClockAsk, 'schedule' | 'target' | 'percents'> & { readonly rules: readonly string[] } {
  const limits = silenceLimits(state, policy);
  const reminders = limits.reminders.map(toDurationMs);
  const target = limits.lowerAfter === undefined ? Math.max(...reminders) : toDurationMs(limits.lowerAfter);
  return {
    schedule: state.coverage,
    target,
    percents: reminders.filter((after) => after < target).map((after) => (100 * after) / target),
    rules: [
      ...(kind === 'resolutionAcceptance' ? ['DG-4'] : []),
      limits.rule,
      'COM-2',
      ...hoursRules(state.calendar, state.coverage),
    ],
  };
}

/**
 * Starts to wait for the customer. `question` is when support asked, which may lie before `asOf`: then what has
 * passed since is not said again.
 */
export function startSilence(
  record: Recorder,
  policy: Policy,
  kind: SilenceKind,
  question: Instant,
  asOf: Instant = question,
): CaseClock | undefined {
  const { rules, ...ask } = silenceAsk(record.existing, policy, kind);
  const begins = { ...ask, startedAt: question };
  const clockId = `k${record.nextSequence}`;
  const { calendar } = record.existing;
  const plan = planClock(calendar, question === asOf ? begins : { ...begins, changedAt: asOf });
  record.add('clock.started', { clockId, kind, ...runningPlan(plan) }, asOf, rules);
  return record.existing.clocks.at(-1);
}

/**
 * Goes on waiting, from the same question, under the limits the case has now. Where those are over already, the
 * clock that came due stays: nothing more is said, but the customer is still waited for.
 */
export function continueSilence(record: Recorder, policy: Policy, clock: SilenceClock, asOf: Instant): void {
  const { rules: _, ...ask } = silenceAsk(record.existing, policy, clock.kind);
  const plan = planClock(record.existing.calendar, { ...ask, startedAt: clock.startedAt });
  if (toMs(runningPlan(plan).dueAt) <= toMs(asOf)) return;
  cancelClocks(record, [clock], asOf);
  startSilence(record, policy, clock.kind, clock.startedAt, asOf);
}

/** Support asks anew: what it waited for before is no longer waited for. */
export function restartSilence(
  record: Recorder,
  policy: Policy,
  kind: SilenceKind,
  asOf: Instant,
): CaseClock | undefined {
  cancelClocks(record, waitingClocks(record.existing, [kind]), asOf);
  return startSilence(record, policy, kind, asOf);
}

/** The customer has been heard of. What was to be lowered for its silence is not lowered. */
export function endSilence(record: Recorder, asOf: Instant): void {
  for (const clock of silenceClocks(record.existing)) stopClock(record, clock, asOf);
  withdrawSilence(record, asOf);
}

/** Silence is no reason any more for the lowering that waits for approval; what else it waits for stays. */
export function withdrawSilence(record: Recorder, asOf: Instant): void {
  const { downgrade } = record.existing;
  if (!downgrade) return;
  const { rules, ...change } = downgrade;
  const others = rules.filter((rule) => rule === 'DG-2' || rule === 'DG-3');
  if (others.length === 0) record.add('downgrade.withdrawn', {}, asOf, rules);
  else if (others.length < rules.length) record.add('downgrade.proposed', change, asOf, others);
}

/** When the severity is lowered unless the customer answers, and to what; nothing where it never is. */
export function untilLowered(
  state: Case,
  clock: CaseClock | undefined,
  policy: Policy,
): { readonly until?: Instant; readonly to?: Severity } {
  if (clock?.state !== 'running' || clock.dueAt === null) return {};
  if (silenceLimits(state, policy).lowerAfter === undefined) return {};
  const change = stepDown(state);
  return change ? { until: clock.dueAt, to: change.to } : {};
}
