/** Counts a countdown on between two answers of the API. */
import type { Countdown } from '../shared/api/operations/cases.ts';
import { ms } from './time.ts';

export interface CountedDown {
  /** Covered ms that are left; 0 once it is due. */
  readonly left: number;
  /** Covered ms since the due instant; undefined while it is still to come. */
  readonly late: number | undefined;
  /** Whether time counts. */
  readonly counts: boolean;
  readonly paused: boolean;
  /** When it goes on, where it stands still and goes on by itself. */
  readonly goesOnAt: string | null;
}

/** `told`: the countdown as it was at `toldAt`, ms. It holds until `changesAt`; from then on it stands there. */
export function countedDown(told: Countdown, toldAt: number, now: number): CountedDown {
  const changes = told.changesAt === null ? Infinity : Date.parse(told.changesAt);
  const gone = told.counts ? Math.max(0, Math.min(now, changes) - toldAt) : 0;
  const left = ms(told.remaining) - gone;
  const wasLate = told.late === undefined ? undefined : ms(told.late);
  const isDue = told.dueAt !== null && Date.parse(told.dueAt) <= now;
  const late = wasLate !== undefined ? wasLate + gone : isDue ? Math.max(0, -left) : undefined;
  const counts = told.counts && now < changes;
  return {
    left: Math.max(0, left),
    late,
    counts,
    paused: told.state === 'paused' || told.dueAt === null,
    goesOnAt: told.counts ? null : told.changesAt,
  };
}

/** The next instant (ms) at which what was told of this has to be asked again; Infinity: none. */
export function askAgainAt(told: Countdown | null, now: number): number {
  if (!told) return Infinity;
  const instants = [told.dueAt, told.warnedAt, told.changesAt].flatMap((each) =>
    each === null ? [] : [Date.parse(each)],
  );
  return Math.min(...instants.filter((instant) => instant > now));
}
