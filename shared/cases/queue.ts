import { toDurationMs, toMs, type Instant } from '../calendar/index.ts';
import type { CalendarStamp } from '../policy/calendars/index.ts';
import { countedSoFar, isWaiting, latestClock } from './clocks/clocks.ts';
import { nextDue } from './decide/due.ts';
import type { Case, CaseClock, CaseMail, SeverityChange } from './model/case.ts';
import { isSilenceKind } from './model/vocabulary.ts';

/** What operations look for. A case may be in several of these, or in none. */
export const queueStates = [
  'atRisk',
  'overdue',
  'waitingForCustomer',
  'waitingForApproval',
  'mailFailed',
  'atRest',
] as const;
export type QueueState = (typeof queueStates)[number];

/** What has become of the first response that a case was last promised. */
export const responseStates = [
  'none',
  'running',
  'atRisk',
  'stillWaiting',
  'answeredLate',
  'kept',
  'cancelled',
] as const;
export type ResponseState = (typeof responseStates)[number];

/** What the queues of operations go by, as recorded. Instants without a type of their own are ms. */
export interface QueueFacts {
  /** When a first response that is owed was, or will be, due; null: none is, or its clock is paused. */
  readonly owedAt: number | null;
  /** When it was, or will be, past its first threshold; null also where it has none. */
  readonly riskAt: number | null;
  /** The earliest due instant of the clocks that wait and have not lapsed, that of a first response before others. */
  readonly dueAt: number | null;
  /** Of the latest first response; what has come due since is for the reader to see. */
  readonly response: Exclude<ResponseState, 'atRisk' | 'stillWaiting'> | 'owed';
  readonly waitsForCustomer: boolean;
  /** Open, and nothing is pending but how mails ended: nothing happens before somebody does something. */
  readonly atRest: boolean;
  readonly contact: { readonly name: string; readonly email: string; readonly timeZone: string };
  readonly failedMails?: {
    readonly count: number;
    readonly latest: Pick<CaseMail, 'kind' | 'audience'> & {
      readonly mailId: string;
      readonly reason: string;
    };
  };
  /** Mails to us that people sent and that were no answers, since one of support last did something. */
  readonly notedMails?: NonNullable<Case['notedMails']>;
  readonly approval?: SeverityChange & { readonly since: Instant };
  /** Of the clocks that wait, by id: when the first threshold is reached, and what a paused one has left (ms). */
  readonly clocks: Readonly<Record<string, { readonly warnAt: number | null; readonly left?: number }>>;
  /** The calendar they count in; absent where it is long: the case itself has it. */
  readonly calendar?: CalendarStamp;
}

const longestName = 100;
const longestReason = 200;
/** Characters of a calendar's stamp that a row has room for: those without hours and holidays of a tenant's own. */
const longestStamp = 400;

/** Whether something will happen by itself. */
function isPending(state: Case): boolean {
  const { mails, untold, advisory } = state;
  return (
    nextDue(state) !== undefined || mails.length > 0 || untold !== undefined || advisory?.opened === false
  );
}

export function queueFactsOf(state: Case): QueueFacts {
  const waiting = state.clocks.filter(isWaiting);
  const responses = waiting.filter(({ kind }) => kind === 'initialResponse');
  const owed = earliest(responses);
  const { calendar, contactDetails, downgrade, loweringPutAt, failedMails = [] } = state;
  const { firstName, lastName, primaryEmailAddress } = contactDetails;
  const failed = failedMails.at(-1);
  const name = `${firstName} ${lastName}`;
  return {
    owedAt: dueOf(owed),
    riskAt: owed ? warnAtOf(owed) : null,
    dueAt: dueOf(owed) ?? dueOf(earliest(waiting.filter((clock) => !hasLapsed(clock)))),
    response: responseOf(state),
    waitsForCustomer: waiting.some(({ kind }) => isSilenceKind(kind)),
    atRest: state.status === 'open' && !isPending(state),
    contact: {
      name: Array.from(name).slice(0, longestName).join(''),
      email: primaryEmailAddress,
      timeZone: calendar.timeZone,
    },
    ...(failed?.state.status === 'failed'
      ? { failedMails: { count: failedMails.length, latest: toldOf(failed, failed.state.reason) } }
      : {}),
    ...(state.notedMails ? { notedMails: state.notedMails } : {}),
    ...(downgrade
      ? {
          approval: {
            from: downgrade.from,
            to: downgrade.to,
            coverage: downgrade.coverage,
            since: loweringPutAt ?? state.at,
          },
        }
      : {}),
    clocks: Object.fromEntries(waiting.map((clock) => [clock.id, countdownOf(clock)])),
    ...(JSON.stringify(calendar).length <= longestStamp ? { calendar } : {}),
  };
}

/** What follows from a customer's silence has followed when it came due: it is no promise that somebody is late with. */
export function hasLapsed({ kind, state }: Pick<CaseClock, 'kind' | 'state'>): boolean {
  return isSilenceKind(kind) && state === 'breached';
}

function toldOf({ id: mailId, kind, audience }: CaseMail, reason: string) {
  return { mailId, kind, audience, reason: Array.from(reason).slice(0, longestReason).join('') };
}

function countdownOf(clock: CaseClock) {
  const left = toDurationMs(clock.target) - countedSoFar(clock);
  return { warnAt: warnAtOf(clock), ...(clock.state === 'paused' ? { left: Math.max(0, left) } : {}) };
}

/** When the first threshold was, or will be, reached. */
function warnAtOf({ thresholds }: CaseClock): number | null {
  const instants = thresholds.flatMap(({ reachedAt, at }) => reachedAt ?? at ?? []).map(toMs);
  return instants.length === 0 ? null : Math.min(...instants);
}

function earliest(clocks: readonly CaseClock[]): CaseClock | undefined {
  const due = clocks.filter(({ dueAt }) => dueAt !== null);
  return due.sort((one, other) => toMs(one.dueAt ?? '') - toMs(other.dueAt ?? ''))[0];
}

function dueOf(clock: CaseClock | undefined): number | null {
  return clock === undefined || clock.dueAt === null ? null : toMs(clock.dueAt);
}

function responseOf(state: Case): QueueFacts['response'] {
  const clock = latestClock(state, 'initialResponse');
  if (!clock) return 'none';
  if (isWaiting(clock)) return clock.dueAt === null ? 'running' : 'owed';
  if (clock.state === 'met') return 'kept';
  return clock.state === 'breached' ? 'answeredLate' : 'cancelled';
}

/** The first response as it is at `now` (ms). */
export function responseAt({ response, owedAt, riskAt }: QueueFacts, now: number): ResponseState {
  if (response !== 'owed') return response;
  if (owedAt !== null && owedAt <= now) return 'stillWaiting';
  return riskAt !== null && riskAt <= now ? 'atRisk' : 'running';
}

/** The queues a case is in at `now` (ms). */
export function queuesAt(facts: QueueFacts, now: number): QueueState[] {
  const { owedAt, riskAt } = facts;
  const isIn: Readonly<Record<QueueState, boolean>> = {
    atRisk: owedAt !== null && riskAt !== null && riskAt <= now && owedAt > now,
    overdue: owedAt !== null && owedAt <= now,
    waitingForCustomer: facts.waitsForCustomer,
    waitingForApproval: facts.approval !== undefined,
    mailFailed: facts.failedMails !== undefined,
    atRest: facts.atRest,
  };
  return queueStates.filter((state) => isIn[state]);
}
