import { toMs, type Instant } from '../../calendar/index.ts';
import {
  mostCustomerMails,
  mostFailedMails,
  type Case,
  type CaseMail,
  type MailState,
} from '../model/case.ts';
import { addressesOf, isOfAddress, lower } from '../mails/addresses.ts';
import type { CaseEvent, EventOf } from '../model/events.ts';
import type { MailKind } from '../model/vocabulary.ts';

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
    ...countedMail(state, event, mail.kind),
    ...(mail.kind === 'contactUnreachable' ? { unreachableTold: true } : {}),
  };
}

/** A mail that the customer's own side has caused counts for an hour. */
export function countedMail(state: Case, { by, at }: CaseEvent, kind: MailKind): Partial<Case> {
  if (by.role !== 'integration') return {};
  const recent = mailsOfLastHour(state, at);
  return { customerMails: [...recent, { kind, at }].slice(-mostCustomerMails) };
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
export function underWayAsTheyWere({
  mails,
  title,
  contactDetails,
  owner,
  inaccurate,
  calendar,
}: Case): Pick<Case, 'mails'> {
  const toldAs = {
    title,
    contactDetails,
    calendar,
    ...(owner ? { owner } : {}),
    ...(inaccurate ? { inaccurate } : {}),
  };
