import type { Case, CaseMail, MailState } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';

export function requested(event: EventOf<'mail.requested'>): CaseMail {
  const { mailId, ...mail } = event.data;
  return {
    id: mailId,
    ...mail,
    requestedAt: event.decidedAsOf,
    attempt: 0,
    state: { status: 'requested' },
  };
}

export function onMail(state: Case, mailId: string, attempt: number, to: MailState): Partial<Case> {
  return { mails: state.mails.map((mail) => (mail.id === mailId ? { ...mail, attempt, state: to } : mail)) };
}
