import type { CaseEvent, EventType } from '../../cases/index.ts';
import type { Caller } from '../../identity/caller.ts';
import type { TimelineEntry } from '../schemas.ts';
import { allowOnly, whole, type Shown } from './allow.ts';
import { closing, submitted } from './customer.ts';

const words = whole('message', 'mailWithheld');
const ofClock = whole('clockId');
const plan = whole('clockId', 'kind', 'schedule', 'target', 'startedAt', 'dueAt', 'uncertain', 'thresholds');
const change = whole('from', 'to', 'coverage');

const hidden = undefined;

/** What of each event a customer's token sees. */
const events: { readonly [T in EventType]: Shown | undefined } = {
  'case.submitted': { ...submitted, ...whole('id', 'plan', 'coverage', 'policyVersion') },
  'clock.started': plan,
  'clock.retargeted': { ...plan, leg: true },
  'clock.paused': whole('clockId', 'counted'),
  'clock.resumed': plan,
  'clock.thresholdReached': whole('clockId', 'percent'),
  'clock.breached': ofClock,
  'clock.met': ofClock,
  'clock.stopped': whole('clockId', 'lateBy'),
  'clock.cancelled': ofClock,
  'response.corrected': whole('clockId', 'contactedAt'),
  'engineer.contacted': words,
  'engineer.requestedInformation': words,
  'engineer.proposedResolution': words,
  'engineer.updated': words,
  'engineer.reclassified': { ...words, category: true },
  'customer.replied': words,
  'customer.acceptedResolution': words,
  'customer.rejectedResolution': words,
  'contact.changed': { ...words, contactDetails: true },
  'details.changed': { ...words, ...whole('title', 'description', 'externalId', 'labels') },
  'investigation.started': words,
  'investigation.paused': words,
  'investigation.concluded': { ...words, ...whole('cause', 'reproducible', 'evidence') },
  'severity.changeRequested': { ...words, ...whole('severity', 'require24X7Response') },
  'severity.raised': change,
  'severity.lowered': change,
  'coverage.changed': { ...words, coverage: true },
  'escalation.requested': words,
  'rca.requested': { ...words, incident: true },
  'rca.declined': {},
  'rca.awaited': whole('incidentId'),
  'rca.attached': whole('incidentId', 'location'),
  'dataScript.requested': { ...words, ...whole('testedInUat', 'providedBy') },
  'advisory.continued': { ...words, advisoryCaseId: true },
  'advisory.opened': whole('advisoryCaseId'),
  'case.closed': { ...words, ...closing },
  'case.reopenRequested': {
    ...words,
    ...whole('environment', 'sameError', 'updateInstalled', 'adviceTried'),
  },
  'case.reopened': {},
  'case.reopenRefused': {},
  'policy.applied': whole('policyVersion', 'moved'),
  'calendar.applied': whole('version', 'moved'),
  'mail.requested': whole('mailId', 'kind', 'audience', 'notBefore'),
  'mail.sent': whole('mailId'),
  'mail.delivered': whole('mailId'),
  'mail.bounced': whole('mailId', 'status'),
  'mail.failed': whole('mailId'),
  'alert.started': hidden,
  'alert.raised': hidden,
  'alert.acknowledged': hidden,
  'alert.ended': hidden,
  'case.assigned': hidden,
  'note.added': hidden,
  'downgrade.proposed': hidden,
  'downgrade.approved': hidden,
  'downgrade.declined': hidden,
  'downgrade.withdrawn': hidden,
  'escalation.started': hidden,
  'escalation.raised': hidden,
  'escalation.ended': hidden,
  'duplicate.joined': hidden,
  'duplicate.told': hidden,
  'mail.claimed': hidden,
  'mail.deferred': hidden,
  'mail.followed': hidden,
  'mail.retryRequested': hidden,
  'mail.withdrawn': hidden,
  'alarm.started': hidden,
  'reply.noted': hidden,
  'alarm.ended': hidden,
  'alarm.terminated': hidden,
};

/** What of the state a change may be seen of. */
const state =
  /^(status|severity|coverage|plan|category|policyVersion|calendar|investigation|cause|loweredFrom)$|^(linkedCases|incidents|clocks)\./;

/**
 * A line of the timeline as the caller sees it; undefined: not at all. `isForCustomer` tells whether a mail that it
 * is about goes to the customer.
 */
export function entryFor(
  caller: Caller,
  entry: TimelineEntry,
  { by }: CaseEvent,
  isForCustomer: boolean,
): TimelineEntry | undefined {
  if (caller.home) return entry;
  const shown = Object.hasOwn(events, entry.type) ? events[entry.type as EventType] : hidden;
  if (shown === undefined) return undefined;
  const isMail = entry.type.startsWith('mail.');
  if (isMail && !isForCustomer) return undefined;
  const { sequence, type, at, decidedAsOf, rules, before, after, data, imported } = entry;
  const isOfSupport = by.kind === 'caller' && by.role !== 'integration';
  return {
    sequence,
    type,
    at,
    decidedAsOf,
    by: { kind: by.kind, id: isOfSupport ? by.role : by.id, role: by.role },
    rules,
    before: seen(before, isMail),
    after: seen(after, isMail),
    data: allowOnly(data, shown),
    ...(imported ? { imported } : {}),
  };
}

function seen(changed: TimelineEntry['before'], isMail: boolean): TimelineEntry['before'] {
  return Object.fromEntries(
    Object.entries(changed).filter(([name]) => state.test(name) || (isMail && name.startsWith('mails.'))),
  );
}
