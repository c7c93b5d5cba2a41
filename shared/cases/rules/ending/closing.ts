import type { Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case, Closing } from '../../model/case.ts';
import { cancelClocks } from '../../clocks/changes.ts';
import { isWaiting } from '../../clocks/clocks.ts';
import { endAlert } from '../response/alerts.ts';
import { endEscalations } from '../requests/escalations.ts';
import { mailCustomer, withdrawLowered } from '../../mails/request.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { reopenLimit } from './reopening.ts';
import { withMessage } from '../../model/message.ts';
import type { ClosingReason } from '../../model/vocabulary.ts';

/** Ends the case with all its clocks. What lies outside of the platform is handed over with the evidence (ISO-3). */
export function closeCase(
  record: Recorder,
  policy: Policy,
  reason: ClosingReason,
  asOf: Instant,
  {
    rules = [],
    duplicateOf,
    ...words
  }: {
    readonly rules?: readonly string[];
    readonly message?: string | undefined;
    readonly duplicateOf?: string;
  } = {},
): void {
  const state = record.existing;
  const handed = handover(state);
  const closing: Closing = {
    reason,
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
    ...(handed ? { referral: 'ownChannel' as const, handedOver: handed } : {}),
    ...(reason === 'bestEffortUsedUp' ? { referral: 'partnerOrCommunity' as const } : {}),
  };
  const because = [...rules, ...(handed ? ['ISO-2', 'ISO-3'] : [])];
  const closedIn = record.nextSequence;
  record.add('case.closed', { ...closing, ...withMessage(words) }, asOf, because);
  cancelClocks(record, state.clocks.filter(isWaiting), asOf);
  endAlert(record, asOf);
  endEscalations(record, asOf);
  withdrawLowered(record, asOf);
  if (reason === 'bestEffortUsedUp') return;
  const until = reopenLimit(record.existing, policy);
  mailCustomer(record, 'closed', asOf, [...because, 'RE-1', 'RE-5'], {
    closedIn,
    ...(until === undefined ? {} : { until }),
  });
}

function handover({ investigation }: Case): Closing['handedOver'] {
  const { cause, evidence } = investigation ?? {};
  if (cause === undefined || cause === 'platform' || cause === 'unknown') return undefined;
  return { cause, ...(evidence === undefined ? {} : { evidence }) };
}
