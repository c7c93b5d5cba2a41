import { toMs, type Instant } from '../../calendar/index.ts';
import {
  mostAccepted,
  mostCustomerMails,
  mostFailedMails,
  mostNotedReplies,
  mostThreads,
  type AcceptedMail,
  type Case,
  type CaseMail,
  type MailState,
} from '../model/case.ts';
import { addressesOf, isOfAddress, lower, reachable } from '../mails/addresses.ts';
import { mostAsks } from '../mails/follow.ts';
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
    ...(mail.channel ? {} : countedMail(state, event, mail.kind)),
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
  const change = ({ toldAs, delivered, ...mail }: CaseMail): CaseMail => {
    // Another attempt is another mail, and tells what the case is by then.
    const isSame = mail.attempt === attempt;
    const kept = isSame ? { ...(toldAs ? { toldAs } : {}), ...(delivered ? { delivered } : {}) } : {};
    return { ...mail, ...kept, attempt, state: to };
  };
  return { mails: state.mails.map((mail) => (mail.id === mailId ? change(mail) : mail)) };
}

/** Something changes that mails tell: those that are under way go on telling what was. */
export function underWayAsTheyWere({
  mails,
  title,
  contactDetails,
  contactSince,
  owner,
  inaccurate,
  calendar,
}: Case): Pick<Case, 'mails'> {
  const toldAs = {
    title,
    contactDetails,
    ...(contactSince === undefined ? {} : { contactSince }),
    calendar,
    ...(owner ? { owner } : {}),
    ...(inaccurate ? { inaccurate } : {}),
  };
  return {
    mails: mails.map((mail) =>
      mail.state.status === 'claimed' && !mail.toldAs ? { ...mail, toldAs } : mail,
    ),
  };
}

export function deferred(state: Case, { data }: EventOf<'mail.deferred'>): Partial<Case> {
  const { mailId, attempt, retryAt, reason, judged } = data;
  const counted = (mail: CaseMail) => (judged ? { judged: (mail.judged ?? 0) + 1 } : {});
  const { mails = [] } = onMail(state, mailId, attempt, { status: 'deferred', retryAt, reason });
  return { mails: mails.map((mail) => (mail.id === mailId ? { ...mail, ...counted(mail) } : mail)) };
}

/** An address of the contact that is of no use is written to no more, until the contact changes (COM-1). */
export function bounced(state: Case, { data }: EventOf<'mail.bounced'>): Partial<Case> {
  const { inaccurate = [] } = state;
  const address = lower(data.recipient);
  const heard = acceptedAs(state, data, (one) => ({ ...one, bounced: [...(one.bounced ?? []), address] }));
  if (!isOfAddress(data.status) || inaccurate.includes(address) || !addressesOf(state).includes(address)) {
    return heard;
  }
  return { ...heard, ...underWayAsTheyWere(state), inaccurate: [...inaccurate, address] };
}

/** What is sent to that recipient from now on follows it, as far as its `Message-ID` can stand in a header. */
export function delivered(state: Case, { data }: EventOf<'mail.delivered'>): Partial<Case> {
  const { recipient, internetMessageId: id = '' } = data;
  const heard = { ...deliveredEarly(state, data), ...acceptedAs(state, data, () => undefined) };
  if (!/^<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>$/.test(id)) return heard;
  const to = lower(recipient);
  const { threads = [] } = state;
  const { first = id } = threads.find((one) => one.to === to) ?? {};
  const others = threads.filter((one) => one.to !== to);
  return { ...heard, threads: [...others, { to, first, latest: id }].slice(-mostThreads) };
}

/** The service has accepted it. Where that was not its last word, it is asked for it later, unless it is told before. */
export function sent(state: Case, { at, data }: EventOf<'mail.sent'>): Partial<Case> {
  const { running, ...accepted } = data;
  const mail = state.mails.find(({ id }) => id === data.mailId);
  if (!mail || !running || mail.delivered) return done(state, data.mailId);
  const to = mail.audience === 'customer' && !mail.again ? reachable(state, mail) : mail.to;
  const one: AcceptedMail = { ...accepted, at, ...(to ? { to } : {}) };
  return { ...done(state, data.mailId), accepted: [...(state.accepted ?? []), one].slice(-mostAccepted) };
}

/** Where the service is still at it, it is asked again, a few times. */
export function followed(state: Case, { data }: EventOf<'mail.followed'>): Partial<Case> {
  return acceptedAs(state, data, ({ asked = 0, ...one }) =>
    data.status === 'running' && asked + 1 < mostAsks ? { ...one, asked: asked + 1 } : undefined,
  );
}

/** A report may overtake the record of the sending. */
function deliveredEarly(
  { mails }: Case,
  { mailId, attempt }: EventOf<'mail.delivered'>['data'],
): Partial<Case> {
  const isIt = (one: CaseMail) => one.id === mailId && one.attempt === attempt;
  if (!mails.some(isIt)) return {};
  return { mails: mails.map((one) => (isIt(one) ? { ...one, delivered: true } : one)) };
}

/** Undefined: how it ended is known, or is asked for no more. */
function acceptedAs(
  { accepted }: Case,
  { mailId, attempt }: Pick<AcceptedMail, 'mailId' | 'attempt'>,
  change: (one: AcceptedMail) => AcceptedMail | undefined,
): Partial<Case> {
  if (!accepted?.some((one) => one.mailId === mailId && one.attempt === attempt)) return {};
  const left = accepted.flatMap((one) => {
    const changed = one.mailId === mailId && one.attempt === attempt ? change(one) : one;
    return changed ? [changed] : [];
  });
  return { accepted: left.length > 0 ? left : undefined };
}

/** Of mails that people have sent operations are told until one of support does something on the case. */
export function noted(state: Case, { at, data }: EventOf<'reply.noted'>): Partial<Case> {
  const { why, from } = data;
  const notedReplies = [...(state.notedReplies ?? []), at].slice(-mostNotedReplies);
  if (why === 'automatic') return { notedReplies };
  const { count = 0 } = state.notedMails ?? {};
  return { notedReplies, notedMails: { count: count + 1, latest: { at, from, why } } };
}

/** It is on its way, or is not wanted any more: the stream alone remembers it. */
export function done(state: Case, mailId: string): Partial<Case> {
  return { mails: state.mails.filter(({ id }) => id !== mailId) };
}

export function failed(state: Case, { data }: EventOf<'mail.failed'>): Partial<Case> {
  const { mailId, attempt, reason } = data;
  const mail = state.mails.find(({ id }) => id === mailId);
  if (!mail) return {};
  const over: CaseMail = { ...mail, attempt, state: { status: 'failed', reason } };
  return {
    ...done(state, mailId),
    failedMails: [...(state.failedMails ?? []), over].slice(-mostFailedMails),
  };
}

/** It is wanted as if it had just been asked for, but for its attempts, by whose number their ids are told apart. */
export function retried(state: Case, { data: { mailId } }: EventOf<'mail.retryRequested'>): Partial<Case> {
  const again = ({ judged: _, ...mail }: CaseMail): CaseMail => ({ ...mail, state: { status: 'requested' } });
  const failedMail = state.failedMails?.find(({ id }) => id === mailId);
  if (!failedMail) return { mails: state.mails.map((mail) => (mail.id === mailId ? again(mail) : mail)) };
  return {
    mails: [...state.mails, again(failedMail)],
    failedMails: state.failedMails?.filter(({ id }) => id !== mailId) ?? [],
  };
}

const hour = 3_600_000;

/** Those that the customer's side caused in the hour before. */
export function mailsOfLastHour(
  { customerMails = [] }: Case,
  now: Instant,
): NonNullable<Case['customerMails']> {
  const since = toMs(now) - hour;
  return customerMails.filter(({ at }) => toMs(at) > since);
}
