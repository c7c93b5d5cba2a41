import { toMs, type Instant } from '../calendar/index.ts';
import { evolve } from './fold/evolve.ts';
import type { Case, CaseClock, Severity } from './model/case.ts';
import type { CaseEvent } from './model/events.ts';

/**
 * What a case adds to the counts of operations: a fold of its events beside the case itself. A cell counts what is
 * equal in all that is told apart (`docs/operations.md` has the formula); what moves from one cell to another is taken
 * away from the first.
 *
 * A cell is a UTC day (empty: none), a blank, and
 * - `p/<clock kind>/<severity>/<plan>/<country>/<outcome>`: a promise, on the day on which it last fell due;
 * - `m/<outcome>`: a mail, on the day on which it was asked for;
 * - `w/<ms>`: something that fell due by itself on that day, recorded so much later.
 */
export interface Tally {
  /** Of the last event it has seen. */
  readonly sequence: number;
  readonly cells: Readonly<Record<string, number>>;
  /** The cell of each clock that the case still holds, and of each mail that may still become something else. */
  readonly live: Readonly<Record<string, string>>;
  /** When somebody last did something: what follows from it could not be known before. */
  readonly heardAt?: Instant;
}

/**
 * What becomes of a promise. `atRisk` is a running one past its first threshold, `stillWaiting` a broken one whose
 * answer has not come; `corrected` was kept, as operations have put right.
 */
export const promiseOutcomes = [
  'running',
  'atRisk',
  'met',
  'corrected',
  'breached',
  'stillWaiting',
  'cancelled',
] as const;
export type PromiseOutcome = (typeof promiseOutcomes)[number];

/** `delivered`: to a recipient at the least, and bounced from none. */
export const mailOutcomes = ['requested', 'sent', 'delivered', 'bounced', 'failed', 'withdrawn'] as const;
export type MailOutcome = (typeof mailOutcomes)[number];

/** So many mails are remembered after they were sent or have failed. */
const mostMails = 60;

const none: Tally = { sequence: 0, cells: {}, live: {} };

/** The tally after more events; `before` is the case ahead of them. */
export function tallied(
  tally: Tally | undefined,
  before: Case | undefined,
  events: readonly CaseEvent[],
): Tally {
  let state = before;
  let counted = tally ?? none;
  for (const event of events) {
    state = evolve(state, event);
    counted = { ...counting(counted, state, event), sequence: event.sequence };
  }
  return counted;
}

function counting(tally: Tally, state: Case, event: CaseEvent): Tally {
  const counted = withMail(withWake(withPromises(tally, state), event), event);
  const isHeard = event.by.kind === 'caller';
  return isHeard && counted.heardAt !== event.at ? { ...counted, heardAt: event.at } : counted;
}

function withPromises(tally: Tally, state: Case): Tally {
  let counted = tally;
  for (const clock of state.clocks) {
    const was = tally.live[clock.id];
    const cell = promiseCell(state, clock, was);
    if (cell !== was) counted = moved(counted, clock.id, was, cell);
  }
  // Clocks that have left the case change no more.
  const gone = Object.keys(counted.live).filter(
    (id) => id.startsWith('k') && !state.clocks.some((clock) => clock.id === id),
  );
  return gone.length === 0 ? counted : { ...counted, live: without(counted.live, gone) };
}

function promiseCell(state: Case, clock: CaseClock, was: string | undefined): string {
  const outcome = outcomeOf(clock);
  const severity = (was !== undefined && decidedSeverity(was)) || state.severity;
  const { plan, calendar } = state;
  const country = calendar.country.replaceAll('/', ' ');
  return `${dayOf(clock)} p/${clock.kind}/${severity}/${plan}/${country}/${outcome}`;
}

/** A promise that is decided stays that of the severity under which it was. */
function decidedSeverity(cell: string): Severity | undefined {
  const [, , severity, , , outcome] = cell.split('/');
  return outcome === 'running' || outcome === 'atRisk' ? undefined : (severity as Severity);
}

function outcomeOf({ state, thresholds, corrected, stoppedAt }: CaseClock): PromiseOutcome {
  switch (state) {
    case 'running':
      return thresholds.some(({ reached }) => reached) ? 'atRisk' : 'running';
    case 'paused':
      return 'running';
    case 'met':
      return corrected && corrected.from.state !== 'met' ? 'corrected' : 'met';
    case 'breached':
      return stoppedAt === undefined ? 'stillWaiting' : 'breached';
    case 'cancelled':
      return 'cancelled';
  }
}

/** One that ended while it was paused has no due instant: it belongs to the day on which it ended. */
function dayOf({ dueAt, stoppedAt }: CaseClock): string {
  return (dueAt ?? stoppedAt ?? '').slice(0, 10);
}

/** What falls due by itself, and is recorded by whoever comes next. */
const fallsDue: ReadonlySet<CaseEvent['type']> = new Set([
  'clock.thresholdReached',
  'clock.breached',
  'alert.raised',
  'escalation.raised',
]);

function withWake(tally: Tally, { type, by, at, decidedAsOf, imported }: CaseEvent): Tally {
  if (!fallsDue.has(type) || by.kind !== 'system' || imported) return tally;
  const known = Math.max(toMs(decidedAsOf), tally.heardAt === undefined ? 0 : toMs(tally.heardAt));
  const late = Math.max(0, toMs(at) - known);
  return added(tally, `${decidedAsOf.slice(0, 10)} w/${inThreeDigits(late)}`, 1);
}

/** To three significant digits: as exact as anybody reads it, and few cells. */
export function inThreeDigits(ms: number): number {
  return ms < 1000 ? ms : Number(ms.toPrecision(3));
}

function withMail(tally: Tally, { type, data, decidedAsOf }: CaseEvent): Tally {
  switch (type) {
    case 'mail.requested':
      return moved(tally, data.mailId, undefined, `${decidedAsOf.slice(0, 10)} m/requested`);
    case 'mail.sent':
      return becomes(tally, data.mailId, 'sent');
    case 'mail.delivered':
      return tally.live[data.mailId]?.endsWith('/sent') ? becomes(tally, data.mailId, 'delivered') : tally;
    case 'mail.bounced':
      return becomes(tally, data.mailId, 'bounced');
    case 'mail.failed':
      return becomes(tally, data.mailId, 'failed');
    case 'mail.retryRequested':
      return becomes(tally, data.mailId, 'requested');
    case 'mail.withdrawn':
      return becomes(tally, data.mailId, 'withdrawn');
    default:
      return tally;
  }
}

function becomes(tally: Tally, mailId: string, outcome: MailOutcome): Tally {
  const was = tally.live[mailId];
  if (was === undefined) return tally;
  const to = was.replace(/\w+$/, outcome);
  const next = to === was ? tally : moved(tally, mailId, was, to);
  const over = Object.keys(next.live).filter((id) => /^m/.test(id) && !next.live[id]?.endsWith('/requested'));
  return over.length <= mostMails
    ? next
    : { ...next, live: without(next.live, over.slice(0, over.length - mostMails)) };
}

function moved(tally: Tally, id: string, from: string | undefined, to: string): Tally {
  const counted = added(from === undefined ? tally : added(tally, from, -1), to, 1);
  return { ...counted, live: { ...counted.live, [id]: to } };
}

function added(tally: Tally, cell: string, by: number): Tally {
  const count = (tally.cells[cell] ?? 0) + by;
  if (count === 0) return { ...tally, cells: without(tally.cells, [cell]) };
  return { ...tally, cells: { ...tally.cells, [cell]: count } };
}

function without<T>(from: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
}
