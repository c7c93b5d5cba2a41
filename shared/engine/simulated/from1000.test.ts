import { describe, expect, it } from 'vitest';

import { failedFrom, seedsFrom } from '../testing/manyLives.ts';

/** In files of their own, so that they are lived side by side. `npm run simulate-faults` lives more of them. */
describe('a life in which everything goes wrong', () => {
  it.each(seedsFrom(1000))(
    'is decided, mailed and recorded as if nothing had, from seed %i on',
    async (from) => {
      expect(await failedFrom(from)).toEqual([]);
    },
  );
});
