import type { Case, CaseMail, MailState } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';

export function requested(state: Case, event: EventOf<'mail.requested'>): Partial<Case> {
  const { mailId, ...mail } = event.data;
  const added: CaseMail = {
    id: mailId,
    ...mail,
    requestedAt: event.decidedAsOf,
    attempt: 0,
    state: { status: 'requested' },
  };
  return {
    mails: [...state.mails, added],
    ...(mail.kind === 'contactUnreachable' ? { unreachableTold: true } : {}),
  };
}

export function onMail(state: Case, mailId: string, attempt: number, to: MailState): Partial<Case> {
  return { mails: state.mails.map((mail) => (mail.id === mailId ? { ...mail, attempt, state: to } : mail)) };
}

/** It was sent, has failed or is not wanted any more: the stream alone remembers it. */
export function done(state: Case, mailId: string): Partial<Case> {
  return { mails: state.mails.filter(({ id }) => id !== mailId) };
}
