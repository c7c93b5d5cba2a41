import { isWaiting } from './clocks/clocks.ts';
import type { Instant } from '../calendar/instant.ts';
import type { Owner } from './model/actions.ts';
import type { Case, CaseClock } from './model/case.ts';
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
  /** How far operations have been told of a broken first response, and who has taken it on. */
  readonly alerts?: AlertsTold;
  /** Those that still wait for what they promise. */
  readonly clocks: readonly WaitingClock[];
  /** Of the last event that changes what a caller decides on. */
  readonly sequence: number;
}

export interface AlertsTold {
  /** The level and round that were told last; 0 before the first. */
  readonly level: number;
  readonly round: number;
  readonly acknowledgedBy?: string;
  /** Absent: for good. */
  readonly acknowledgedUntil?: Instant;
}

/** The alerts that run on a broken first response (ALERT-1). */
export function alertsTold({ alert }: Pick<Case, 'alert'>): AlertsTold | undefined {
  if (!alert) return undefined;
  const { level, round, acknowledged } = alert;
  return {
    level,
    round,
    ...(acknowledged ? { acknowledgedBy: acknowledged.by } : {}),
    ...(acknowledged?.until === undefined ? {} : { acknowledgedUntil: acknowledged.until }),
  };
}

const longestTitle = 200;
/** More days than a promise rests on; the case itself has all. */
const mostDays = 20;

export function summaryOf(state: Case): CaseSummary {
  const alerts = alertsTold(state);
  return {
    title: Array.from(state.title).slice(0, longestTitle).join(''),
    ...(state.externalId === undefined ? {} : { externalId: state.externalId }),
    ...(state.owner ? { owner: state.owner } : {}),
    coverage: state.coverage,
    plan: state.plan,
    country: state.calendar.country,
    ...(alerts ? { alerts } : {}),
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
