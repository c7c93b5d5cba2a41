import type { Instant } from '../../calendar/index.ts';
import type { Recorder } from '../decide/recorder.ts';
import { lower } from './addresses.ts';
import type { CaseMail } from '../model/case.ts';

/** These mails are not sent any more, where nobody is sending them already. */
export function withdrawMails(
  record: Recorder,
  which: (mail: CaseMail) => boolean,
  asOf: Instant,
  rules: readonly string[],
): void {
  for (const mail of record.existing.mails) {
    const { id: mailId, state } = mail;
    const waits = state.status === 'requested' || state.status === 'deferred';
    if (waits && which(mail)) record.add('mail.withdrawn', { mailId }, asOf, rules);
  }
}

/** What was asked for again goes no more to addresses that are of no use for it. */
export function withdrawRepeats(
  record: Recorder,
  isOfNoUse: (address: string) => boolean,
  asOf: Instant,
): void {
  const isRepeat = ({ audience, again, to = [] }: CaseMail) =>
    audience === 'customer' && again !== undefined && to.map(lower).every(isOfNoUse);
  withdrawMails(record, isRepeat, asOf, ['COM-1']);
}
