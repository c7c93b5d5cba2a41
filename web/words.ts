/** What codes of the API are called on the page. */
import type { Attainment } from '../shared/api/operations/summary.ts';
import type { QueueItem, QueueView } from '../shared/api/operations/cases.ts';
import type { CaseView, ClockView } from '../shared/api/schemas.ts';
import type { CalendarView } from '../shared/api/time/calendars.ts';

type Certainty = CalendarView['status'];
type Kind = Attainment['clock'];

export const queueNames: Readonly<Record<keyof QueueView['counts'], string>> = {
  overdue: 'Overdue',
  atRisk: 'At risk',
  waitingForCustomer: 'Waiting for customer',
  waitingForApproval: 'Waiting for approval',
  mailFailed: 'Mail failed',
  atRest: 'At rest',
};
export const queueOrder = Object.keys(queueNames) as (keyof QueueView['counts'])[];

export const clockNames: Readonly<Record<Kind, string>> = {
  initialResponse: 'First response',
  customerReply: 'Reply of the customer',
  resolutionAcceptance: 'Answer to the resolution',
  bestEffort: 'Best effort',
};

type KindAndState = Pick<ClockView, 'kind' | 'state'>;

/** Whether a clock has come due without a promise of ours being broken: a silence, or a used-up budget. */
export const isMerelyDue = ({ kind, state }: KindAndState): boolean =>
  state === 'breached' && kind !== 'initialResponse';

/** What the state of a clock is called. */
export const stateName = (clock: KindAndState): string =>
  !isMerelyDue(clock) ? clock.state : clock.kind === 'bestEffort' ? 'used up' : 'not in time';

export const planNames: Readonly<Record<QueueItem['plan'], string>> = {
  standard: 'Standard',
  professionalDirect: 'Professional Direct',
  unified: 'Unified',
  premier: 'Premier',
};

export const linkNames: Readonly<Record<CaseView['linkedCases'][number]['kind'], string>> = {
  related: 'Related to',
  advisory: 'Goes on as',
  breakFix: 'Continues',
  duplicateOf: 'Duplicate of',
  duplicate: 'Has the duplicate',
};

export const coverageNames: Readonly<Record<QueueItem['coverage'], string>> = {
  '24x7': 'around the clock',
  businessHours: 'business hours',
};

export const terminating =
  'The instance ends. Once the wake of its case is overdue, the sweep ticks the case and gives it a new alarm; to have one at once, restart it instead.';

export const certaintyNames: Readonly<Record<Certainty, string>> = {
  official: 'official',
  confirmed: 'confirmed by several sources',
  single: 'one source only',
  estimated: 'estimated',
  disputed: 'disputed',
  pending: 'not decreed yet',
  unknown: 'not known',
};

export const responseNames: Readonly<Record<QueueItem['response'], string>> = {
  none: 'no first response promised',
  running: 'first response runs',
  atRisk: 'first response at risk',
  stillWaiting: 'first response overdue, still waiting',
  answeredLate: 'answered late',
  kept: 'first response kept',
  cancelled: 'first response not measured',
};

/** Never rounded up to a whole that it is not. */
export const percent = (share: number): string => `${(Math.floor(share * 10) / 10).toFixed(1)} %`;

/** A length of time (ms) to the digits that it has. */
export const seconds = (length: number | null): string =>
  length === null ? '–' : length < 1000 ? `${length} ms` : `${(length / 1000).toLocaleString('en-GB')} s`;

/** `severity.lowered` as `severity lowered`, `responseBreached` as `response breached`. */
export const plain = (code: string): string =>
  code
    .replaceAll('.', ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
