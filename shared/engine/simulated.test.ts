import { describe, expect, it } from 'vitest';

import { replay, simulate, type Outcome } from './testing/simulate.ts';

/** `npm run simulate-faults` lives more of them, and makes one that fails small. */
const lives = 500;
const atOnce = 100;

const told = (seed: number, { broken, faults }: Outcome): string =>
  `seed ${seed}: ${broken.join('\n')}\nafter ${faults.join(', ')}`;

describe('a life in which everything goes wrong', () => {
  const first = Array.from({ length: lives / atOnce }, (_, index) => index * atOnce);
  it.each(first)(`is decided, mailed and recorded as if nothing had, from seed %i on`, async (from) => {
    const failed: string[] = [];
    for (let seed = from; seed < from + atOnce; seed += 1) {
      const outcome = await simulate(seed);
      if (outcome.broken.length > 0) failed.push(told(seed, outcome));
    }
    expect(failed).toEqual([]);
  });

  it('is the same life again by its choices', async () => {
    const lived = await simulate(3);
    const again = await replay(lived.plan, lived.choices);
    expect(lived.faults.length).toBeGreaterThan(0);
    expect(again).toEqual(lived);
  });
});
