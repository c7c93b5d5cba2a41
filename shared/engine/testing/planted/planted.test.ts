import { stripTypeScriptTypes } from 'node:module';

import { describe, expect, it } from 'vitest';

import { lifeThatFinds } from './find.ts';
import { faulty, planted } from './plant.ts';

describe('the planted faults', () => {
  it.each(planted)('apply to the source as it is: $what', (fault) => {
    expect(() => stripTypeScriptTypes(faulty(fault))).not.toThrow();
  });

  // `npm run simulate-faults -- --planted` looks for all of them.
  it.each(['an alarm never ends', "a number that another writer has taken counts as one's own"])(
    'are found: %s',
    async (what) => {
      const number = planted.findIndex((fault) => fault.what === what);
      expect(await lifeThatFinds(number, 20)).toBeGreaterThan(0);
    },
  );
});
