import { toMs } from '../../calendar/index.ts';
import { stampWith } from '../../policy/calendars/index.ts';
import { caseActionTypes } from '../model/actions.ts';
import type { Case } from '../model/case.ts';
import type { CaseEvent, EventOf } from '../model/events.ts';
import { acknowledgedAlert, begunAlert, raisedAlert } from './alerts.ts';
import {
  breached,
  corrected,
  left,
  onClock,
  paused,
  planned,
  resumed,
  started,
  stopped,
  withStarted,
  withThreshold,
} from './clocks.ts';
import { closed, linked, reopened } from './ending.ts';
import { begunEscalation, endedEscalation, raisedEscalation } from './escalations.ts';
import { changedContact } from './facts.ts';
import { investigated } from './investigation.ts';
import { overtaken } from './overtaken.ts';
import {
  bounced,
  countedMail,
  deferred,
  delivered,
  done,
  failed,
  followed,
  noted,
  onMail,
  requested,
  retried,
  sent,
  underWayAsTheyWere,
} from './mails.ts';
import { asked, heard } from './questions.ts';
import { declined, lowered, raised } from './severity.ts';

/** The state of a case after one more event. Pure: every computed instant comes from the event itself. */
export function evolve(state: Case | undefined, event: CaseEvent): Case {
  if (event.type === 'case.submitted') return submitted(event);
  if (!state) throw new Error(`the stream does not begin with case.submitted but with ${event.type}`);
  const { sequence, at } = event;
  const decisionSequence = changesDecisions(event) ? sequence : state.decisionSequence;
  return {
    ...state,
    ...acted(state, event),
    ...seen(state, event),
    ...changes(state, event),
    sequence,
    at,
    decisionSequence,
  };
}

/** Folds a stream, or what follows a state; undefined when there is nothing. */
export function fold(events: Iterable<CaseEvent>, from?: Case): Case | undefined {
  let state = from;
  for (const event of events) state = evolve(state, event);
  return state;
}

const actions: ReadonlySet<string> = new Set(caseActionTypes);

/** When somebody last did something; what the system does counts from when it fell due. */
function acted({ actedAt }: Case, { type, by, decidedAsOf }: CaseEvent): Partial<Case> {
  if (by.kind === 'system' || !actions.has(type)) return {};
  return { actedAt: actedAt !== undefined && toMs(actedAt) > toMs(decidedAsOf) ? actedAt : decidedAsOf };
}

/** Whoever of support does something on a case, be it a note, has seen the mails that were noted. */
function seen({ notedMails }: Case, { by }: CaseEvent): Partial<Case> {
  const isOfSupport = by.kind === 'caller' && by.role !== 'integration';
  return notedMails && isOfSupport ? { notedMails: undefined } : {};
}

/** Mails, alarms, notes and updates change nothing that a caller decides on, so they don't change the ETag. */
function changesDecisions({ type }: CaseEvent): boolean {
  if (type === 'duplicate.told') return false;
  if (type === 'note.added' || type === 'engineer.updated' || type === 'reply.noted') return false;
  return !type.startsWith('mail.') && !type.startsWith('alarm.');
}

function submitted(event: EventOf<'case.submitted'>): Case {
  const { linkedCases = [], ...attributes } = event.data;
  const related = attributes.relatedTo ? [{ id: attributes.relatedTo, kind: 'related' as const }] : [];
  return {
    ...attributes,
    status: 'open',
    rules: event.rules,
    submittedAt: event.decidedAsOf,
    clocks: [],
    mails: [],
    linkedCases: [...related, ...linkedCases],
    escalations: [],
    incidents: [],
    sequence: event.sequence,
    at: event.at,
    decisionSequence: event.sequence,
  };
}

function changes(state: Case, event: Exclude<CaseEvent, { type: 'case.submitted' }>): Partial<Case> {
  switch (event.type) {
    case 'clock.started':
      return { clocks: withStarted(state, started(event)) };
    case 'clock.retargeted':
      return {
        ...overtakes(state, event),
        ...onClock(state, event.data.clockId, (clock) => planned(clock, event)),
      };
    case 'clock.paused':
      return {
        ...overtakes(state, event),
        ...onClock(state, event.data.clockId, (clock) => paused(clock, event)),
      };
    case 'clock.resumed':
      return onClock(state, event.data.clockId, (clock) => resumed(clock, event));
    case 'clock.thresholdReached':
      return onClock(state, event.data.clockId, (clock) => withThreshold(clock, event));
    case 'clock.breached':
      return onClock(state, event.data.clockId, breached);
    case 'clock.met':
    case 'clock.stopped':
    case 'clock.cancelled':
      return {
        ...overtakes(state, event),
        ...onClock(state, event.data.clockId, (clock) => stopped(clock, event)),
      };
    case 'response.corrected': {
      const { clockId, contactedAt } = event.data;
      return {
        ...overtaken(state, clockId, contactedAt, event.sequence),
        ...onClock(state, clockId, (clock) => corrected(clock, event)),
      };
    }

    case 'alert.started':
      return begunAlert(event.data.clockId, [event.data.next]);
    case 'alert.raised':
      return raisedAlert(state, event);
    case 'alert.acknowledged':
      return acknowledgedAlert(state, event);
    case 'alert.ended':
      return { alert: undefined };

    case 'alarm.terminated':
    case 'engineer.contacted':
    case 'engineer.updated':
    case 'note.added':
    case 'downgrade.approved':
    case 'rca.requested':
    case 'dataScript.requested':
    case 'case.reopenRequested':
    case 'case.reopenRefused':
      return {};
    case 'engineer.proposedResolution':
      return {
        proposal: { at: event.decidedAsOf, answered: false },
        questions: asked(state, 'resolutionAcceptance', event),
      };
    case 'engineer.requestedInformation':
      return { questions: asked(state, 'customerReply', event) };
    case 'contact.changed':
      return changedContact(state, event);
    case 'details.changed': {
      const { message: _, ...details } = event.data;
      return { ...underWayAsTheyWere(state), ...details };
    }
    case 'case.assigned':
      return { ...underWayAsTheyWere(state), owner: event.data.owner ?? undefined };
    case 'engineer.reclassified':
      return { category: event.data.category, termsAt: event.decidedAsOf };
    case 'customer.replied':
      return {
        ...heard(state, event.decidedAsOf),
        ...(state.proposal ? { proposal: { ...state.proposal, answered: true } } : {}),
      };
    case 'customer.acceptedResolution':
    case 'customer.rejectedResolution':
      return { ...heard(state, event.decidedAsOf), proposal: undefined };

    case 'investigation.started':
    case 'investigation.paused':
    case 'investigation.concluded':
      return { investigation: investigated(state.investigation, event) };

    case 'severity.changeRequested':
      return { termsAt: event.decidedAsOf };
    case 'severity.raised':
      return raised(state, event);
    case 'severity.lowered':
      return lowered(state, event);
    case 'coverage.changed':
      return { coverage: event.data.coverage, termsAt: event.decidedAsOf };
    case 'downgrade.proposed':
      return { downgrade: { ...event.data, rules: event.rules }, loweringPutAt: event.decidedAsOf };
    case 'downgrade.declined':
      return declined(state, event);
    // Whether a lowering was put was decided then.
    case 'rca.declined':
      return { loweringPutAt: event.decidedAsOf };
    case 'downgrade.withdrawn':
      return { downgrade: undefined, loweringPutAt: event.decidedAsOf };

    case 'escalation.requested':
      return event.data.mailWithheld === undefined ? countedMail(state, event, 'escalated') : {};
    case 'escalation.started':
      return begunEscalation(state, event);
    case 'escalation.raised':
      return raisedEscalation(state, event);
    case 'escalation.ended':
      return endedEscalation(state, event);

    case 'rca.awaited':
      return { incidents: [...state.incidents, { id: event.data.incidentId, attached: false }] };
    case 'rca.attached': {
      const { incidentId: id, location } = event.data;
      const attached = { id, attached: true, ...(location === undefined ? {} : { location }) };
      return { incidents: [...state.incidents.filter((one) => one.id !== id), attached] };
    }

    case 'advisory.continued': {
      const { advisoryCaseId: caseId } = event.data;
      return {
        advisory: { caseId, at: event.decidedAsOf, by: event.by, opened: false },
        linkedCases: [...state.linkedCases, { id: caseId, kind: 'advisory' }],
      };
    }
    case 'advisory.opened':
      return state.advisory ? { advisory: { ...state.advisory, opened: true } } : {};

    case 'case.closed':
      return closed(state, event);
    case 'duplicate.joined':
      return { linkedCases: linked(state, event.data.caseId, 'duplicate') };
    case 'duplicate.told':
      return { untold: undefined };
    case 'case.reopened':
      return reopened(state, event);
    case 'policy.applied':
      return { policyVersion: event.data.policyVersion };
    case 'calendar.applied': {
      const { before, after } = event.data;
      return {
        ...underWayAsTheyWere(state),
        calendar: stampWith(state.calendar, after),
        clocks: state.clocks.map((clock) => left(clock, before)),
      };
    }

    case 'mail.requested':
      return requested(state, event);
    case 'mail.claimed': {
      const { mailId, attempt, takenOver: _, ...claim } = event.data;
      return onMail(state, mailId, attempt, { status: 'claimed', ...claim });
    }
    case 'mail.deferred':
      return deferred(state, event);
    case 'mail.failed':
      return failed(state, event);
    case 'mail.retryRequested':
      return retried(state, event);
    case 'reply.noted':
      return noted(state, event);
    case 'mail.delivered':
      return delivered(state, event);
    case 'mail.bounced':
      return bounced(state, event);
    case 'mail.sent':
      return sent(state, event);
    case 'mail.followed':
      return followed(state, event);
    case 'mail.withdrawn':
      return done(state, event.data.mailId);
    case 'alarm.started':
      return { alarm: { epoch: event.data.epoch, ended: false } };
    case 'alarm.ended':
      return { alarm: { epoch: event.data.epoch, ended: true } };
  }
}

function overtakes(
  state: Case,
  event: EventOf<'clock.retargeted' | 'clock.paused' | 'clock.met' | 'clock.stopped' | 'clock.cancelled'>,
): Partial<Case> {
  return overtaken(state, event.data.clockId, event.decidedAsOf, event.sequence);
}
