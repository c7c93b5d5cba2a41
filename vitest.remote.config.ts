import { defineConfig } from 'vitest/config';

/** Whole-system tests that look at no clock, restart nothing, and need no product of their own. */
const wholeSystem = [
  'test/bad-input/{bodies,bounds,instants}.test.ts',
  'test/scenarios/without-entitlement.test.ts',
];

export default defineConfig({
  test: {
    include: ['test/remote/*.remote.ts', ...(process.env['REMOTE_ALL'] ? wholeSystem : [])],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
