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
  const change = ({ toldAs, ...mail }: CaseMail): CaseMail => {
    // Another attempt is another mail, and tells what the case is by then.
    const kept = toldAs && mail.attempt === attempt ? { toldAs } : {};
    return { ...mail, ...kept, attempt, state: to };
  };
  return { mails: state.mails.map((mail) => (mail.id === mailId ? change(mail) : mail)) };
}

/** Something changes that mails tell: those that are under way go on telling what was. */
export function underWayAsTheyWere({ mails, title, contactDetails, owner }: Case): Pick<Case, 'mails'> {
  const toldAs = { title, contactDetails, ...(owner ? { owner } : {}) };
  return {
    mails: mails.map((mail) =>
      mail.state.status === 'claimed' && !mail.toldAs ? { ...mail, toldAs } : mail,
    ),
  };
}

/** It did not arrive. Those to the present contact may go again to another one. */
export function failed(state: Case, mailId: string): Partial<Case> {
  const mail = state.mails.find(({ id }) => id === mailId);
  if (mail?.audience !== 'customer' || mail.about.former) return done(state, mailId);
  const { kind, about } = mail;
  const others = (state.undelivered ?? []).filter((one) => one.kind !== kind);
  return { ...done(state, mailId), undelivered: [...others, { kind, about }] };
}

/** It was sent, has failed or is not wanted any more: the stream alone remembers it. */
export function done(state: Case, mailId: string): Partial<Case> {
  return { mails: state.mails.filter(({ id }) => id !== mailId) };
}
