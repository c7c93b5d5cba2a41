import type { Instant } from '../../calendar/index.ts';
import type { Recorder } from '../decide/recorder.ts';
import type { Case, CaseMail } from '../model/case.ts';
import { Refused, type ActionOf } from '../model/commands.ts';
import { withMessage } from '../model/message.ts';

/** Mails that may be asked for again: those that have failed, and those that wait for another attempt. */
export function retryable({ mails, failedMails = [] }: Case): readonly CaseMail[] {
  return [...mails.filter(({ state }) => state.status === 'deferred'), ...failedMails];
}

/** Asks again for a mail. One that is on its way, was sent or is unknown is refused, so that none is sent twice. */
export function retryMail(record: Recorder, action: ActionOf<'mail.retryRequested'>, asOf: Instant): void {
  const { mailId } = action;
  const known = retryable(record.existing).map(({ id }) => id);
  if (!known.includes(mailId)) {
    throw new Refused({
      kind: 'invalid',
      code: 'mail.unknown',
      pointer: '/mailId',
      detail: `\`${mailId}\` is no mail of this case that has failed or waits to be tried again. These are: ${known.join(', ')}.`,
    });
  }
  record.add('mail.retryRequested', { ...withMessage(action), mailId }, asOf, []);
}
