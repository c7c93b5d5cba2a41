import { toMs, type Instant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { continuationLimit } from '../rules/effort/advisory.ts';
import type { Alert, Case, CaseClock, Escalation } from '../model/case.ts';
import { closeCase } from '../rules/ending/closing.ts';
import { startAlert, tellAlert } from '../rules/response/alerts.ts';
import { nextStep, tellLevel } from '../rules/requests/escalations.ts';
import type { CaseEvent, EscalationStep } from '../model/events.ts';
import { mailCustomer, mailOperations } from '../mails/request.ts';
import type { Recorder } from './recorder.ts';
import { remind, silenceIsOver } from '../rules/silence/silenceOver.ts';

/** The next thing a case does by itself. */
type Due =
  | { readonly what: 'threshold'; readonly at: Instant; readonly clock: CaseClock; readonly percent: number }
  | { readonly what: 'target'; readonly at: Instant; readonly clock: CaseClock }
  | {
      readonly what: 'escalation';
      readonly at: Instant;
      readonly escalation: Escalation;
      readonly step: EscalationStep;
    }
  | { readonly what: 'alert'; readonly at: Instant; readonly alert: Alert; readonly step: EscalationStep };

/** The earliest thing still ahead, reached by now or not. Of those at one instant, clocks come first. */
export function nextDue(state: Case): Due | undefined {
  let earliest: Due | undefined;
  const consider = (due: Due | undefined) => {
    if (due && (!earliest || toMs(due.at) < toMs(earliest.at))) earliest = due;
  };
  for (const clock of state.clocks) if (clock.state === 'running') consider(nextOf(clock));
  const [step] = state.alert?.steps ?? [];
  if (state.alert && step) consider({ what: 'alert', at: step.at, alert: state.alert, step });
  const next = nextStep(state);
  if (next) consider({ what: 'escalation', at: next.step.at, ...next });
  return earliest;
}

/** Thresholds rise with their instants and come before the target. */
function nextOf(clock: CaseClock): Due | undefined {
  for (const { reached, at, percent } of clock.thresholds) {
    if (!reached && at !== null) return { what: 'threshold', at, clock, percent };
  }
  return clock.dueAt === null ? undefined : { what: 'target', at: clock.dueAt, clock };
}

/**
 * Records everything that has fallen due by `now` (ms), each as of its own due instant and in order of time,
 * however late this runs. It stops after the instant with which the events reach about `most` bytes.
 */
export function recordDue(
  record: Recorder,
  now: number,
  policy: Policy,
  most = Number.POSITIVE_INFINITY,
): void {
  let measured = record.events.length;
  for (let size = 0; size < most;) {
    const due = record.state && nextDue(record.state);
    if (!due || toMs(due.at) > now) return;
    switch (due.what) {
      case 'threshold':
        record.add(
          'clock.thresholdReached',
          { clockId: due.clock.id, percent: due.percent },
          due.at,
          due.clock.rules,
        );
        warn(record, policy, due.clock, due.percent, due.at);
        break;
      case 'target':
        record.add('clock.breached', { clockId: due.clock.id }, due.at, due.clock.rules);
        comeDue(record, policy, due.clock, due.at);
        break;
      case 'escalation':
        tellLevel(record, policy, due.escalation, due.step);
        break;
      case 'alert':
        tellAlert(record, policy, due.alert, due.step);
        break;
    }
    for (; measured < record.events.length; measured += 1) size += sizeOf(record.events[measured]);
  }
}

/** About how many bytes an event takes: all are small but for the addresses of operations. */
function sizeOf(event: CaseEvent | undefined): number {
  const addresses = event?.type === 'mail.requested' ? (event.data.to ?? []) : [];
  return addresses.reduce((sum, address) => sum + address.length + 3, 1000);
}

function warn(record: Recorder, policy: Policy, clock: CaseClock, percent: number, at: Instant): void {
  const about = { clockId: clock.id, percent };
  switch (clock.kind) {
    case 'initialResponse':
      return mailOperations(record, policy, 'responseWarning', at, clock.rules, about);
    case 'customerReply':
    case 'resolutionAcceptance':
      return remind(record, policy, clock, at, percent);
    case 'bestEffort': {
      const isLast = clock.thresholds.at(-1)?.percent === percent;
      const rules = [...clock.rules, ...continuationRules(record.existing, policy)];
      return mailCustomer(record, isLast ? 'bestEffortEnding' : 'bestEffortHalf', at, rules, about);
    }
  }
}

function comeDue(record: Recorder, policy: Policy, clock: CaseClock, at: Instant): void {
  switch (clock.kind) {
    case 'initialResponse':
      return breakPromise(record, policy, clock, at);
    case 'customerReply':
    case 'resolutionAcceptance':
      return silenceIsOver(record, policy, clock, at);
    case 'bestEffort':
      return useUp(record, policy, clock, at);
  }
}

function breakPromise(record: Recorder, policy: Policy, clock: CaseClock, at: Instant): void {
  startAlert(record, policy, clock, at);
  mailCustomer(record, 'responseLate', at, clock.rules, { clockId: clock.id, percent: 100 });
}

/** Where the plan lets the work go on as an advisory case (BE-3), and it does not yet. */
function continuationRules({ plan, advisory }: Case, policy: Policy): readonly string[] {
  return policy.plans[plan].advisoryContinuation && !advisory ? ['BE-3'] : [];
}

/** Four hours of best effort are over without a cause: a referral, and the end of the incident (BE-2, BE-3, BE-5). */
function useUp(record: Recorder, policy: Policy, clock: CaseClock, at: Instant): void {
  const rules = clock.rules.includes('BE-5') ? ['BE-5'] : ['BE-2'];
  closeCase(record, policy, 'bestEffortUsedUp', at, { rules });
  const state = record.existing;
  const goesOn = continuationRules(state, policy);
  mailCustomer(record, 'bestEffortClosed', at, [...rules, ...goesOn], { clockId: clock.id, percent: 100 });
  if (goesOn.length === 0) return;
  const until = continuationLimit(state, policy) ?? at;
  mailCustomer(record, 'advisoryOffered', at, ['BE-3'], { clockId: clock.id, until });
}
