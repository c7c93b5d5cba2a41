import { expect, test } from 'vitest';

import type { Steps } from './calendar/index.ts';
import { inTurns } from './turns.ts';

/** Steps that each take a little while, until `isOver`. */
function* until(isOver: () => boolean): Steps<string> {
  while (!isOver()) {
    const since = performance.now();
    while (performance.now() - since < 1);
    yield;
  }
  return 'over';
}

test('long work lets others have their turn: it ends only because of one of them', async () => {
  let other = false;
  setTimeout(() => (other = true));
  expect(await inTurns(until(() => other))).toBe('over');
});

test('what is short is done at once', async () => {
  let other = false;
  setImmediate(() => (other = true));
  expect(await inTurns(until(() => true))).toBe('over');
  expect(other).toBe(false);
});

test('what a step throws is thrown', async () => {
  const steps = until(() => {
    throw new RangeError('no such year');
  });
  await expect(inTurns(steps)).rejects.toThrow('no such year');
});
