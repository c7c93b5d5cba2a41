import { isWaiting } from './clocks/clocks.ts';
import type { Owner } from './model/actions.ts';
import type { Case, CaseClock, Escalation } from './model/case.ts';
import type { Coverage, Plan } from './model/vocabulary.ts';

export type WaitingClock = Pick<
  CaseClock,
  'id' | 'kind' | 'schedule' | 'target' | 'state' | 'startedAt' | 'dueAt' | 'uncertain'
>;

/** A case as lists show it: under 4 KB, whatever the case has been through. */
export interface CaseSummary {
  /** At most 200 characters. */
  readonly title: string;
  readonly externalId?: string;
  readonly owner?: Owner;
  readonly coverage: Coverage;
  readonly plan: Plan;
  /** ISO 3166-1 alpha-2, or as it was posted. */
  readonly country: string;
  /** The escalation of a broken first response that nobody has taken up. */
  readonly alerts?: Pick<Escalation, 'level' | 'round'>;
  /** Those that still wait for what they promise. */
  readonly clocks: readonly WaitingClock[];
  /** Of the last event that changes what a caller decides on. */
  readonly sequence: number;
}

const longestTitle = 200;
/** More days than a promise rests on; the case itself has all. */
const mostDays = 20;

export function summaryOf(state: Case): CaseSummary {
  const alert = state.escalations.find(({ clockId, ended }) => clockId !== undefined && !ended);
  return {
    title: Array.from(state.title).slice(0, longestTitle).join(''),
    ...(state.externalId === undefined ? {} : { externalId: state.externalId }),
    ...(state.owner ? { owner: state.owner } : {}),
    coverage: state.coverage,
    plan: state.plan,
    country: state.calendar.country,
    ...(alert ? { alerts: { level: alert.level, round: alert.round } } : {}),
    clocks: state.clocks.filter(isWaiting).map(waiting),
    sequence: state.decisionSequence,
  };
}

function waiting({
  id,
  kind,
  schedule,
  target,
  state,
  startedAt,
  dueAt,
  uncertain,
}: CaseClock): WaitingClock {
  const known = uncertain && { uncertain: { ...uncertain, days: uncertain.days.slice(0, mostDays) } };
  return { id, kind, schedule, target, state, startedAt, dueAt, ...known };
}
