import type { Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case, CaseClock } from '../../model/case.ts';
import { lower, propose } from '../severity/lowering.ts';
import { mailCustomer } from '../../mails/request.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { silenceLimits, untilLowered } from './silence.ts';

export function remind(
  record: Recorder,
  policy: Policy,
  clock: CaseClock,
  at: Instant,
  percent: number,
): void {
  mailCustomer(record, 'replyReminder', at, clock.rules, {
    clockId: clock.id,
    percent,
    ...questionOf(record.existing, clock),
    ...untilLowered(record.existing, clock, policy),
  });
}

/** What the engineer wrote when the clock began to wait. */
function questionOf({ questions }: Case, { kind }: CaseClock): { readonly messageIn?: number } {
  const messageIn = kind === 'customerReply' ? questions?.customerReply : questions?.resolutionAcceptance;
  return messageIn === undefined ? {} : { messageIn };
}

/** The customer has kept silent for as long as the policy bears it (COM-A, COM-B1, DG-1, DG-4). */
export function silenceIsOver(record: Recorder, policy: Policy, clock: CaseClock, at: Instant): void {
  const limits = silenceLimits(record.existing, policy);
  if (limits.lowerAfter === undefined) return remind(record, policy, clock, at, 100);
  const onProposal = clock.kind === 'resolutionAcceptance';
  const rules = [onProposal ? 'DG-4' : 'DG-1', limits.rule, 'COM-2'];
  const { onSilence, onUnansweredResolution } = policy.downgrades;
  if ((onProposal ? onUnansweredResolution : onSilence).approval) propose(record, policy, rules, at);
  else lower(record, policy, rules, at);
}
