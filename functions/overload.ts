import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Endpoint } from '../shared/api/endpoints.ts';
import {
  heldBack,
  isAdmitted,
  longest,
  mostWaiting,
  nextLimits,
  rankOf,
  widest,
} from '../shared/api/admission.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { hostClock, systemClock } from '../shared/clock.ts';
import { lateAllowed, overdue } from './composition.ts';

/** How often (ms) it is looked at how the process fares. */
const lookEvery = 100;
/** How often (ms) the store is asked what waits, and from how many requests at once on. */
const askEvery = 1000;
const askFrom = 16;
/** How long (ms) what has fallen due may wait before it counts as waiting. */
const waitAllowed = 1000;

const turns = monitorEventLoopDelay({ resolution: 10 });
const inFlight = { all: 0, newWork: 0 };
let limits = widest;
let held = 0;
/** By the product's clock. */
let late = 0;
let waiting = 0;
let looking: NodeJS.Timeout | undefined;
let seen = instants();
let asked = 0;

function instants() {
  return { now: hostClock.now(), real: systemClock.now() };
}

/** An alarm's tick has come so late (ms of the product's clock) for what was due. */
export function tickedLate(by: number): void {
  late = Math.max(late, by);
}

/** Whether anything is being refused. */
export const isRefusing = (): boolean => held > 0;

/** While requests are served: an idle process has nothing to look at. */
function look(): void {
  if (looking) return;
  turns.reset();
  turns.enable();
  seen = instants();
  late = 0;
  looking = setInterval(() => {
    // The mean is in ns, and counts the resolution.
    const delay = turns.mean / 1e6 - 10;
    turns.reset();
    const { now, real } = seen;
    seen = instants();
    // On a clock that stands nothing is late, and one that jumps has not been waited for.
    const pace = (seen.now - now) / Math.max(1, seen.real - real);
    const measured = {
      delay: Number.isFinite(delay) ? delay : 0,
      late: pace > 0 ? late / pace : 0,
      waiting: pace > 0 ? waiting : 0,
    };
    limits = nextLimits(limits, measured, lateAllowed());
    late = 0;
    if (inFlight.all + held < askFrom) waiting = 0;
    else if (seen.real - asked >= askEvery) ask(waitAllowed * pace);
    if (inFlight.all + held > 0 || limits.all < widest.all || limits.newWork < widest.newWork) return;
    clearInterval(looking);
    looking = undefined;
    turns.disable();
  }, lookEvery);
  looking.unref();
}

/** Asks the store how many cases have waited for so long. A store that does not answer is no reason to refuse. */
function ask(since: number): void {
  asked = seen.real;
  overdue(seen.now - since, mostWaiting + 1).then(
    (count) => (waiting = count),
    () => (waiting = 0),
  );
}

/** Serves a request, if that can be done beside what is served. @throws Problem 429 */
export async function admitted<T>(
  endpoint: Pick<Endpoint, 'id' | 'roles'>,
  serve: () => Promise<T>,
): Promise<T> {
  look();
  const rank = rankOf(endpoint);
  if (!isAdmitted(rank, inFlight, limits)) {
    held += 1;
    await new Promise((resolve) => setTimeout(resolve, heldBack(held)));
    held -= 1;
    throw overloaded;
  }
  const newWork = Number(rank === 'first');
  inFlight.all += 1;
  inFlight.newWork += newWork;
  try {
    return await serve();
  } finally {
    inFlight.all -= 1;
    inFlight.newWork -= newWork;
  }
}

const overloaded = new Problem(
  429,
  'overloaded',
  'More is asked at present than can be served beside what is due. Nothing was done: send the same request again after `Retry-After` seconds.',
  {},
  { headers: { 'retry-after': String(longest / 1000) } },
);
