import type { Instant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { CaseMail } from '../model/case.ts';
import { mailOperations } from './request.ts';
import type { Recorder } from '../decide/recorder.ts';

/** Mail to the customer could not be delivered: operations are told, once for a case (COM-1). */
export function reportUnreachable(
  record: Recorder,
  policy: Policy,
  { audience, kind }: Pick<CaseMail, 'audience' | 'kind'>,
  reason: string,
  asOf: Instant,
): void {
  if (audience !== 'customer' || record.existing.unreachableTold) return;
  mailOperations(record, policy, 'contactUnreachable', asOf, ['COM-1'], { failed: { kind, reason } });
}
