/** Pauses put in order. */
import type { Pause } from './types.ts';

export interface Hold {
  readonly from: number;
  /** `Infinity` while it is still going on. */
  readonly to: number;
}

/** Pauses by time, those that touch or overlap joined, empty ones left out. */
export function holdsOf(pauses: readonly Pause[]): Hold[] {
  const holds: Hold[] = [];
  const ordered = pauses
    .map(({ from, to }) => ({ from, to: to ?? Number.POSITIVE_INFINITY }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  for (const hold of ordered) {
    const last = holds.at(-1);
    if (last && hold.from <= last.to) {
      holds[holds.length - 1] = { from: last.from, to: Math.max(last.to, hold.to) };
    } else holds.push(hold);
  }
  return holds;
}
