/** What business time needs to know of a schedule; pauses and proofs are laid over it. */
export interface OpenTime {
  /** Open milliseconds in `[from, to)`, where `from <= to`. */
  counted(from: number, to: number): number;
  /** The first instant by which `duration` (> 0) was open since `from`; null when that is never. */
  advance(from: number, duration: number): number | null;
  isOpen(at: number): boolean;
  nextOpening(at: number): number;
  nextClosing(at: number): number | null;
  /** `[from, to)` cut where it opens and closes, in order and without gaps. */
  stretches(from: number, to: number): Stretch[];
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** `holiday` are the opening hours that a holiday took away; `closed` is all else that is not open. */
  readonly kind: 'open' | 'closed' | 'holiday';
}

/** All hours of all days. */
export const roundTheClock: OpenTime = {
  counted: (from, to) => to - from,
  advance: (from, duration) => from + duration,
  isOpen: () => true,
  nextOpening: (at) => at,
  nextClosing: () => null,
  stretches: (from, to) => [{ from, to, kind: 'open' }],
};
