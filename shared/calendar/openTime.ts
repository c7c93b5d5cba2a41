import type { Steps } from './steps.ts';

/** What business time needs to know of a schedule; pauses and proofs are laid over it. */
export interface OpenTime {
  /** Open milliseconds in `[from, to)`, where `from <= to`. */
  counted(from: number, to: number): number;
  countedInSteps(from: number, to: number): Steps<number>;
  /** The first instant by which `duration` (> 0) was open since `from`; null when that is never. */
  advance(from: number, duration: number): number | null;
  advanceInSteps(from: number, duration: number): Steps<number | null>;
  isOpen(at: number): boolean;
  nextOpening(at: number): number;
  nextClosing(at: number): number | null;
  /** `[from, to)` cut where it opens and closes and where years end, in order and without gaps: made as it is asked for. */
  stretches(from: number, to: number): Iterable<Stretch>;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** `holiday` are the opening hours that a holiday took away; `closed` is all else that is not open. */
  readonly kind: 'open' | 'closed' | 'holiday';
}

/** Around the clock every answer is one step. */
// eslint-disable-next-line require-yield -- there is nothing to wait for
function* atOnce<T>(value: T): Steps<T> {
  return value;
}

/** All hours of all days. */
export const roundTheClock: OpenTime = {
  counted: (from, to) => to - from,
  countedInSteps: (from, to) => atOnce(to - from),
  advance: (from, duration) => from + duration,
  advanceInSteps: (from, duration) => atOnce(from + duration),
  isOpen: () => true,
  nextOpening: (at) => at,
  nextClosing: () => null,
  stretches: (from, to) => [{ from, to, kind: 'open' }],
};
