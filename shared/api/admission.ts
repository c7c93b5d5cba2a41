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

/** Requests at once. Even the fewest keep a process busy, and clients that ask little are never refused. */
export const fewest = 32;
export const most = 256;
/** How long (ms) a turn of the event loop may wait before less is taken on: what is due waits as long. */
export const delayAllowed = 40;
/** Of what is refused later, so many times the limit is served. */
const patience = 4;

/**
 * The limit that follows on one, by how long turns of the event loop had to wait meanwhile (ms): quickly down, slowly
 * up, as TCP does.
 */
export function nextLimit(limit: number, delay: number): number {
  return delay > delayAllowed ? Math.max(fewest, Math.floor(limit * 0.7)) : Math.min(most, limit + 1);
}

/** Whether one more is served beside those that are. */
export function isAdmitted(rank: Rank, inFlight: number, limit: number): boolean {
  if (rank === 'never') return true;
  return inFlight < (rank === 'first' ? limit : patience * limit);
}
