import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Endpoint } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';

/**
 * What may be left undone first when more is asked than can be served: new work, then everything else that callers
 * ask. What operations look at by is always served; alarms and sweeps are no requests and never asked.
 */
export type Rank = 'first' | 'later' | 'never';

export function rankOf({ id, roles }: Pick<Endpoint, 'id' | 'roles'>): Rank {
  if (id === 'submitCase' || id === 'computeDeadlines') return 'first';
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

/** How often (ms) it is looked at how the event loop fares. */
const lookEvery = 100;
/** How long (ms) a refusal is held back, so that who asks again at once does not keep the process busy with refusing. */
const heldBack = 250;

const turns = monitorEventLoopDelay({ resolution: 10 });
let limit = most;
let inFlight = 0;
let looking: NodeJS.Timeout | undefined;

/** While requests are served: an idle process has nothing to look at. */
function look(): void {
  if (looking) return;
  turns.reset();
  turns.enable();
  looking = setInterval(() => {
    // The mean is in ns, and counts the resolution.
    const delay = turns.mean / 1e6 - 10;
    turns.reset();
    limit = nextLimit(limit, Number.isFinite(delay) ? delay : 0);
    if (inFlight > 0 || limit < most) return;
    clearInterval(looking);
    looking = undefined;
    turns.disable();
  }, lookEvery);
  looking.unref();
}

/** Serves a request, if that can be done beside what is served. @throws Problem 429 */
export async function admitted<T>(endpoint: Pick<Endpoint, 'id' | 'roles'>, serve: () => Promise<T>): Promise<T> {
  look();
  if (!isAdmitted(rankOf(endpoint), inFlight, limit)) {
    await new Promise((resolve) => setTimeout(resolve, heldBack));
    throw overloaded();
  }
  inFlight += 1;
  try {
    return await serve();
  } finally {
    inFlight -= 1;
  }
}

function overloaded(): Problem {
  const detail =
    'More is asked at present than can be served beside what is due. Nothing was done: send the same request again after `Retry-After` seconds.';
  return new Problem(429, 'overloaded', detail, {}, { headers: { 'retry-after': '2' } });
}
