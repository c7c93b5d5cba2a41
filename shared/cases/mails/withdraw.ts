import type { Instant } from '../../calendar/index.ts';
import type { Recorder } from '../decide/recorder.ts';
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
