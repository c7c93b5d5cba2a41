/** The events of a timeline in plain words. */
import type { EventData, EventType } from '../shared/cases/model/events.ts';
import type { ClockKind } from '../shared/cases/model/vocabulary.ts';
import type { ClockView, TimelineEntry } from '../shared/api/schemas.ts';
import { inUnits, ms } from './time.ts';
import { clockNames, plain } from './words.ts';

/** What the ids in events stand for, as the case and the events that brought them forth tell it. */
export interface Known {
  readonly clocks: ReadonlyMap<unknown, ClockKind>;
  readonly mails: ReadonlyMap<unknown, string>;
}

export function knownFrom(
  entries: readonly TimelineEntry[],
  ofCase: readonly Pick<ClockView, 'id' | 'kind'>[] = [],
): Known {
  const clocks = new Map<unknown, ClockKind>(ofCase.map(({ id, kind }) => [id, kind]));
  const mails = new Map<unknown, string>();
  for (const { type, data } of entries) {
    if (type === 'clock.started') clocks.set(data['clockId'], data['kind'] as ClockKind);
    if (type === 'mail.requested') {
      const to = data['audience'] === 'operations' ? 'operations' : 'the customer';
      mails.set(data['mailId'], `Mail to ${to} (${plain(String(data['kind']))})`);
    }
  }
  return { clocks, mails };
}

type Sentences = { readonly [T in EventType]: (data: Partial<EventData[T]>, known: Known) => string };
type OfClock = { readonly clockId?: string | undefined };
type OfMail = { readonly mailId?: string | undefined };

const length = (duration: string | undefined) => (duration === undefined ? '' : inUnits(ms(duration)));

const kindOf = ({ clockId }: OfClock, { clocks }: Known): ClockKind | undefined => clocks.get(clockId);
const clock = (of: OfClock, known: Known): string => {
  const kind = kindOf(of, known);
  return kind ? clockNames[kind] : 'A clock';
};
const mail = ({ mailId }: OfMail, { mails }: Known): string => mails.get(mailId) ?? `Mail ${mailId ?? ''}`;

/** What its end means differs: only a first response is a promise of ours. */
const met: Readonly<Record<ClockKind, string>> = {
  initialResponse: 'the promise was kept',
  customerReply: 'it came in time',
  resolutionAcceptance: 'it came in time',
  bestEffort: 'concluded before the time was used up',
};
const breached: Readonly<Record<ClockKind, string>> = {
  initialResponse: 'the promise was broken, it came due and nobody had answered',
  customerReply: 'it did not come in time',
  resolutionAcceptance: 'it did not come in time',
  bestEffort: 'the time is used up',
};

const sentences: Sentences = {
  'case.submitted': ({ severity }) => `The case was submitted with severity ${severity ?? '?'}.`,
  'clock.started': ({ kind, target }) =>
    `${kind ? clockNames[kind] : 'A clock'}: the clock was started, ${length(target)}.`,
  'clock.retargeted': (of, known) => `${clock(of, known)}: the target is ${length(of.target)} now.`,
  'clock.paused': (of, known) => `${clock(of, known)}: paused after ${length(of.counted)}.`,
  'clock.resumed': (of, known) => `${clock(of, known)}: goes on.`,
  'clock.thresholdReached': (of, known) => `${clock(of, known)}: ${of.percent ?? '?'} % of the time is used.`,
  'clock.breached': (of, known) =>
    `${clock(of, known)}: ${breached[kindOf(of, known) ?? 'initialResponse']}.`,
  'clock.met': (of, known) => `${clock(of, known)}: ${met[kindOf(of, known) ?? 'initialResponse']}.`,
  'clock.stopped': (of, known) => `${clock(of, known)}: it came ${length(of.lateBy)} late.`,
  'clock.cancelled': (of, known) => `${clock(of, known)}: cancelled, and not measured.`,
  'response.corrected': ({ reason }) => `Operations put the first response right: ${reason ?? ''}`,
  'alert.started': () => 'Operations are to be told of it, until somebody takes it on.',
  'alert.raised': ({ level }) => `Operations were told: level ${level ?? '?'}.`,
  'alert.acknowledged': ({ until }) =>
    `Somebody has taken it on${until === undefined ? '' : ` until ${until}`}.`,
  'alert.ended': () => 'Operations need not be told of it any more.',
  'engineer.contacted': () => 'An engineer contacted the customer.',
  'engineer.requestedInformation': () => 'Support asked the customer for something.',
  'engineer.proposedResolution': () => 'Support proposed a resolution.',
  'engineer.reclassified': ({ category }) => `The case is ${category ?? '?'} now.`,
  'engineer.updated': () => 'The customer was told how things stand.',
  'contact.changed': () => 'The case has another contact, or other details of it.',
  'details.changed': () => 'What the case is about was put otherwise.',
  'case.assigned': ({ owner }) => (owner ? `${owner.name} works on it.` : 'Nobody works on it any more.'),
  'note.added': () => 'A note was added.',
  'customer.replied': () => 'The customer has replied.',
  'customer.acceptedResolution': () => 'The customer accepted the resolution.',
  'customer.rejectedResolution': () => 'The customer rejected the resolution.',
  'investigation.started': () => 'The investigation was started.',
  'investigation.paused': () => 'The investigation was paused.',
  'investigation.concluded': ({ cause }) => `The investigation found a cause: ${plain(cause ?? '')}.`,
  'severity.changeRequested': ({ severity }) => `The customer asked for severity ${severity ?? '?'}.`,
  'severity.raised': ({ from, to }) => `The severity was raised from ${from ?? '?'} to ${to ?? '?'}.`,
  'severity.lowered': ({ from, to }) => `The severity was lowered from ${from ?? '?'} to ${to ?? '?'}.`,
  'coverage.changed': ({ coverage }) => `The hours were changed: ${plain(coverage ?? '')}.`,
  'downgrade.proposed': ({ from, to }) =>
    `A lowering from ${from ?? '?'} to ${to ?? '?'} waits for operations.`,
  'downgrade.approved': () => 'Operations approved the lowering.',
  'downgrade.declined': () => 'Operations declined the lowering.',
  'downgrade.withdrawn': () => 'The lowering is not asked for any more.',
  'escalation.requested': () => 'The customer asked for escalation.',
  'escalation.started': () => 'An escalation was started.',
  'escalation.raised': ({ level }) => `The escalation went to level ${level ?? '?'}.`,
  'escalation.ended': () => 'The escalation ended.',
  'rca.requested': () => 'The customer asked for a root cause analysis.',
  'rca.declined': () => 'A root cause analysis was declined.',
  'rca.awaited': ({ incidentId }) => `The analysis of incident ${incidentId ?? '?'} is awaited.`,
  'rca.attached': ({ incidentId }) => `The analysis of incident ${incidentId ?? '?'} was attached.`,
  'dataScript.requested': () => 'A script on production data was asked for.',
  'advisory.continued': () => 'The customer goes on as an advisory case.',
  'advisory.opened': ({ advisoryCaseId }) => `The advisory case ${advisoryCaseId ?? ''} was opened.`,
  'case.closed': ({ reason }) => `The case was closed: ${plain(reason ?? '')}.`,
  'duplicate.joined': ({ caseId }) => `The case ${caseId ?? ''} was closed as a duplicate of this one.`,
  'duplicate.told': () => 'The case that this one duplicates was told.',
  'case.reopenRequested': () => 'The problem has come back: the case is to be opened again.',
  'case.reopened': () => 'The case was opened again.',
  'case.reopenRefused': () => 'The case was not opened again.',
  'policy.applied': ({ policyVersion }) =>
    `The case was put under version ${policyVersion ?? '?'} of the policy.`,
  'calendar.applied': () => 'The case was put under another calendar.',
  'mail.requested': (of, known) => `${mail(of, known)} was asked for.`,
  'mail.claimed': (of, known) => `${mail(of, known)} is being sent.`,
  'mail.sent': (of, known) => `${mail(of, known)} was sent.`,
  'mail.deferred': (of, known) => `${mail(of, known)} could not be sent yet: ${of.reason ?? ''}`,
  'mail.retryRequested': (of, known) => `${mail(of, known)} was asked for again.`,
  'mail.withdrawn': (of, known) => `${mail(of, known)} was withdrawn: what it tells is no longer so.`,
  'mail.failed': (of, known) => `${mail(of, known)} failed for good: ${of.reason ?? ''}`,
  'mail.followed': (of, known) =>
    `${mail(of, known)}: the mail service was asked how it ended, ${plain(of.status ?? '')}.`,
  'mail.delivered': (of, known) => `${mail(of, known)} was delivered.`,
  'mail.bounced': (of, known) => `${mail(of, known)} did not arrive: ${plain(of.status ?? '')}.`,
  'alarm.started': ({ epoch }) => `The alarm was set (${epoch ?? '?'}).`,
  'reply.noted': ({ from }) => `A mail of ${from ?? 'somebody'} was noted: it is no answer of the contact.`,
  'alarm.ended': () => 'The alarm ended: nothing is pending.',
  'alarm.terminated': () => 'Operations ended the alarm.',
};

export function sentence({ type, data }: TimelineEntry, known: Known): string {
  if (!Object.hasOwn(sentences, type)) return `${plain(type)}.`;
  return sentences[type as EventType](data as never, known);
}

/** Events that tell how the product works, and not what happened to the case. */
export const isInner = (type: string): boolean =>
  /^(mail\.(claimed|followed|delivered|withdrawn)|alarm\.|duplicate\.told)/.test(type);
