import type { Steps } from './calendar/index.ts';

/**
 * How long (ms) a piece of work holds the event loop before others get their turn. The step that is under way then
 * comes on top, and whatever the request did in the same turn before.
 */
const turn = 5;

/** Takes the steps of a long piece of work so that nobody waits for it long, and answers what it comes to. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < turn) continue;
    await nextTurn();
    since = performance.now();
  }
}

/** Resolves when others have had their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
