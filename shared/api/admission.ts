import type { Endpoint } from './endpoints.ts';

/**
 * What may be left undone first when more is asked than can be served: new work, then everything else that callers
 * ask. What operations look at by is always served; alarms and sweeps are no requests and never asked.
 */
export type Rank = 'first' | 'later' | 'never';

export function rankOf({ id, roles }: Pick<Endpoint, 'id' | 'roles'>): Rank {
  if (id === 'submitCase' || id === 'computeDeadlines') return 'first';
  if (id === 'readMailLink' || id === 'actFromMail') return 'later';
  return roles.length === 0 || !roles.includes('integration') ? 'never' : 'later';
}

/** Requests at once. Even the fewest keep a process busy. */
export const fewest = 32;
/**
 * Of those that bring new work: the fewest where ticks come late, so that who asks for one after the other is not
 * refused, and the most at any time. A case with its first tick takes some 10 ms, and what falls due in a rush may
 * have to come after all of it.
 */
export const fewestNew = 2;
export const mostNew = 64;
export const most = 256;
/** How long (ms) a turn of the event loop may wait before less is taken on: what is due waits as long. */
export const delayAllowed = 40;
/** So many cases may wait for their tick, anywhere: what falls due next may have to come after them. */
export const mostWaiting = 64;
/** Of what is refused later, so many times the limit is served. */
const patience = 4;

/** How many requests are served at once, and how many of those that bring new work. */
export interface Limits {
  readonly all: number;
  readonly newWork: number;
}

export const widest: Limits = { all: most, newWork: mostNew };

export interface Measured {
  /** How long turns of the event loop had to wait (ms of real time). */
  readonly delay: number;
  /** How late the latest tick came for what was due (ms of real time). */
  readonly late: number;
  /** Cases whose tick is overdue. */
  readonly waiting: number;
}

/**
 * The limits that follow, by what was measured meanwhile: quickly down, slowly up, as TCP does (RFC 5681). New work is
 * limited by how long work has to wait, not by how much there is, as CoDel does (RFC 8289): hardly any is taken on
 * while ticks come late, and none while too many cases wait.
 */
export function nextLimits(
  { all, newWork }: Limits,
  { delay, late, waiting }: Measured,
  lateAllowed: number,
): Limits {
  const next = delay > delayAllowed ? Math.max(fewest, Math.floor(all * 0.7)) : Math.min(most, all + 1);
  const less = Math.floor(newWork / 2);
  if (waiting > mostWaiting) return { all: next, newWork: less };
  if (late > lateAllowed) return { all: next, newWork: Math.max(less, fewestNew) };
  return { all: next, newWork: Math.min(mostNew, newWork + 1) };
}

/** Requests that are being served. */
export type InFlight = Limits;

/** Whether one more is served beside those that are. */
export function isAdmitted(rank: Rank, inFlight: InFlight, { all, newWork }: Limits): boolean {
  if (rank === 'never') return true;
  // Others do not stand behind a rush of new work.
  if (rank === 'later') return inFlight.all - inFlight.newWork < patience * all;
  return inFlight.all < all && inFlight.newWork < newWork;
}

/** Refusals a second at the most: those that ask again at once would keep the process busy with refusing. */
const refusals = 100;
const shortest = 250;
/** As long as they are asked to wait (ms). */
export const longest = 2000;

/** How long (ms) a refusal is held back beside so many others. */
export const heldBack = (others: number): number =>
  Math.min(longest, Math.max(shortest, (others * 1000) / refusals));
