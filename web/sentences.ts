/** The events of a timeline in plain words. */
import type { EventData, EventType } from '../shared/cases/model/events.ts';
import type { ClockKind } from '../shared/cases/model/vocabulary.ts';
import type { TimelineEntry } from '../shared/api/schemas.ts';
import { inUnits, ms } from './time.ts';
import { clockNames, plain } from './words.ts';

type Sentences = { readonly [T in EventType]: (data: Partial<EventData[T]>) => string };

const length = (duration: string | undefined) => (duration === undefined ? '' : inUnits(ms(duration)));
const mail = ({ mailId }: { mailId?: string | undefined }) => `The mail ${mailId ?? ''}`;

const sentences: Sentences = {
  'case.submitted': ({ severity }) => `The case was submitted with severity ${severity ?? '?'}.`,
  'clock.started': ({ target }) => `a clock was started, ${length(target)}.`,
  'clock.retargeted': ({ target }) => `the clock got another target, ${length(target)}.`,
  'clock.paused': ({ counted }) => `the clock was paused after ${length(counted)}.`,
  'clock.resumed': () => 'the clock went on.',
  'clock.thresholdReached': ({ percent }) => `${percent ?? '?'} % of the time is used.`,
  'clock.breached': () => 'it came due, and nothing had come.',
  'clock.met': () => 'it came in time.',
  'clock.stopped': ({ lateBy }) => `it came, ${length(lateBy)} late.`,
  'clock.cancelled': () => 'it is not waited for any more.',
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
  'mail.requested': ({ mailId, kind, audience }) =>
    `The mail ${mailId ?? ''} to ${audience === 'operations' ? 'operations' : 'the customer'} was asked for: ${plain(kind ?? '')}.`,
  'mail.claimed': (data) => `${mail(data)} is being sent.`,
  'mail.sent': (data) => `${mail(data)} was sent.`,
  'mail.deferred': (data) => `${mail(data)} could not be sent yet: ${data.reason ?? ''}`,
  'mail.retryRequested': (data) => `${mail(data)} was asked for again.`,
  'mail.withdrawn': (data) => `${mail(data)} was withdrawn: what it tells is no longer so.`,
  'mail.failed': (data) => `${mail(data)} failed for good: ${data.reason ?? ''}`,
  'mail.followed': (data) =>
    `The mail service was asked how ${mail(data)} ended: ${plain(data.status ?? '')}.`,
  'mail.delivered': (data) => `${mail(data)} was delivered.`,
  'mail.bounced': (data) => `${mail(data)} did not arrive: ${plain(data.status ?? '')}.`,
  'alarm.started': ({ epoch }) => `The alarm was set (${epoch ?? '?'}).`,
  'reply.noted': ({ from }) => `A mail of ${from ?? 'somebody'} was noted: it is no answer of the contact.`,
  'alarm.ended': () => 'The alarm ended: nothing is pending.',
  'alarm.terminated': () => 'Operations ended the alarm.',
};

/** Where a clock is of another kind than what somebody waits for. */
const ofBestEffort: Partial<Record<EventType, string>> = {
  'clock.breached': 'its time is used up.',
  'clock.met': 'it ended in time.',
  'clock.cancelled': 'its clock has ended.',
};

type Clock = { readonly kind: ClockKind };

/** The clocks of a timeline by their ids. */
export const clocksIn = (entries: readonly TimelineEntry[]): ReadonlyMap<unknown, Clock> =>
  new Map(
    entries.flatMap(({ type, data }) =>
      type === 'clock.started' ? [[data['clockId'], data as unknown as Clock] as const] : [],
    ),
  );

/** What happened, and to which clock. */
export function sentence({ type, data }: TimelineEntry, clocks: ReadonlyMap<unknown, Clock>): string {
  if (!Object.hasOwn(sentences, type)) return `${plain(type)}.`;
  const said = sentences[type as EventType](data as never);
  if (!type.startsWith('clock.')) return said;
  const kind = clocks.get(data['clockId'])?.kind;
  if (kind === undefined) return `A clock: ${said}`;
  const own = kind === 'bestEffort' ? ofBestEffort[type as EventType] : undefined;
  return `${clockNames[kind]}: ${own ?? said}`;
}

/** Events that tell how the product works, and not what happened to the case. */
export const isInner = (type: string): boolean =>
  /^(mail\.(claimed|followed|delivered|withdrawn)|alarm\.|duplicate\.told)/.test(type);
