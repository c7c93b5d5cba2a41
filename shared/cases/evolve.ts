import type { Case, CaseClock, CaseMail, MailState } from './case.ts';
import type { CaseEvent, EventOf } from './events.ts';

/** The state of a case after one more event. Pure: every computed instant comes from the event itself. */
export function evolve(state: Case | undefined, event: CaseEvent): Case {
  if (event.type === 'case.submitted') return submitted(event);
  if (!state) throw new Error(`the stream does not begin with case.submitted but with ${event.type}`);
  const { sequence, at } = event;
  const decisionSequence = changesDecisions(event) ? sequence : state.decisionSequence;
  return { ...state, ...changes(state, event), sequence, at, decisionSequence };
}

/** Folds a whole stream; undefined when it is empty. */
export function fold(events: Iterable<CaseEvent>): Case | undefined {
  let state: Case | undefined;
  for (const event of events) state = evolve(state, event);
  return state;
}

/** Mail and alarm events change nothing that a caller decides on, so they don't change the ETag. */
function changesDecisions(event: CaseEvent): boolean {
  return !event.type.startsWith('mail.') && !event.type.startsWith('alarm.');
}

function submitted(event: EventOf<'case.submitted'>): Case {
  return {
    ...event.data,
    status: 'open',
    submittedAt: event.decidedAsOf,
    clocks: [],
    mails: [],
    linkedCases: event.data.relatedTo ? [{ id: event.data.relatedTo, kind: 'related' }] : [],
    sequence: event.sequence,
    at: event.at,
    decisionSequence: event.sequence,
  };
}

function changes(state: Case, event: Exclude<CaseEvent, { type: 'case.submitted' }>): Partial<Case> {
  switch (event.type) {
    case 'clock.started':
      return { clocks: [...state.clocks, started(event)] };
    case 'clock.thresholdReached': {
      const { percent } = event.data;
      return onClock(state, event.data.clockId, (clock) => ({
        ...clock,
        thresholds: clock.thresholds.map((t) => (t.percent === percent ? { ...t, reached: true } : t)),
      }));
    }
    case 'clock.breached':
      return onClock(state, event.data.clockId, (clock) => ({ ...clock, state: 'breached' }));
    case 'clock.met':
      return onClock(state, event.data.clockId, (clock) => ({
        ...clock,
        state: 'met',
        stoppedAt: event.decidedAsOf,
      }));
    case 'clock.stopped':
      return onClock(state, event.data.clockId, (clock) => ({
        ...clock,
        stoppedAt: event.decidedAsOf,
        lateBy: event.data.lateBy,
      }));
    case 'clock.cancelled':
      return onClock(state, event.data.clockId, (clock) => ({
        ...clock,
        state: clock.state === 'breached' ? 'breached' : 'cancelled',
        stoppedAt: event.decidedAsOf,
      }));
    case 'engineer.contacted':
      return {};
    case 'case.closed':
      return { status: 'closed', closedAt: event.decidedAsOf };
    case 'mail.requested':
      return { mails: [...state.mails, requested(event)] };
    case 'mail.claimed': {
      const { mailId, attempt, takenOver: _, ...claim } = event.data;
      return onMail(state, mailId, attempt, { status: 'claimed', ...claim });
    }
    case 'mail.sent':
      return onMail(state, event.data.mailId, event.data.attempt, {
        status: 'sent',
        operationId: event.data.operationId,
      });
    case 'mail.deferred':
      return onMail(state, event.data.mailId, event.data.attempt, {
        status: 'deferred',
        retryAt: event.data.retryAt,
        reason: event.data.reason,
      });
    case 'mail.failed':
      return onMail(state, event.data.mailId, event.data.attempt, {
        status: 'failed',
        reason: event.data.reason,
      });
    case 'alarm.started':
      return { alarm: { epoch: event.data.epoch, ended: false } };
    case 'alarm.ended':
      return { alarm: { epoch: event.data.epoch, ended: true } };
  }
}

function started(event: EventOf<'clock.started'>): CaseClock {
  const { clockId, thresholds, ...plan } = event.data;
  return {
    id: clockId,
    ...plan,
    state: 'running',
    thresholds: thresholds.map((threshold) => ({ ...threshold, reached: false })),
    pauses: [],
    rules: event.rules,
  };
}

function requested(event: EventOf<'mail.requested'>): CaseMail {
  const { mailId, ...mail } = event.data;
  return {
    id: mailId,
    ...mail,
    requestedAt: event.decidedAsOf,
    attempt: 0,
    state: { status: 'requested' },
  };
}

function onClock(state: Case, clockId: string, change: (clock: CaseClock) => CaseClock): Partial<Case> {
  return { clocks: state.clocks.map((clock) => (clock.id === clockId ? change(clock) : clock)) };
}

function onMail(state: Case, mailId: string, attempt: number, to: MailState): Partial<Case> {
  return { mails: state.mails.map((mail) => (mail.id === mailId ? { ...mail, attempt, state: to } : mail)) };
}
