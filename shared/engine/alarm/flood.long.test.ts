import { expect, test } from 'vitest';

import { flood } from '../testing/flood.ts';

test('ten thousand acknowledgements at one instant, and a mailbox that takes a hundred a minute: each is sent once', async () => {
  const cases = 10_000;
  const { times, failed, recorded, minutes, ticks } = await flood(cases);
  expect(times).toEqual(Array.from({ length: cases }, () => 1));
  expect({ failed, recorded }).toEqual({ failed: 0, recorded: cases });
  // One that was never idle would need a hundredth of it.
  expect(minutes).toBeLessThan((2 * cases) / 100);
  expect(ticks).toBeLessThan(5 * cases);
});
