import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Endpoint } from '../shared/api/endpoints.ts';
import { isAdmitted, most, nextLimit, rankOf } from '../shared/api/admission.ts';
import { Problem } from '../shared/api/input/problem.ts';

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
export async function admitted<T>(
  endpoint: Pick<Endpoint, 'id' | 'roles'>,
  serve: () => Promise<T>,
): Promise<T> {
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
