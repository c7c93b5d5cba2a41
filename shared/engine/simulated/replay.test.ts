import { expect, it } from 'vitest';

import { replay, simulate } from '../testing/simulate.ts';

it('is the same life again by its choices', async () => {
  const lived = await simulate(3);
  const again = await replay(lived.plan, lived.choices);
  expect(lived.faults.length).toBeGreaterThan(0);
  expect(again).toEqual(lived);
});
