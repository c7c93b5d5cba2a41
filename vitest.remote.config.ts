import { defineConfig } from 'vitest/config';

const { REMOTE_URL, REMOTE_ALL, CONFORMANCE_BASE_URL } = process.env;

/**
 * Whole-system tests that move no clock, restart nothing, need neither settings nor data of their own, and leave nothing
 * behind that they would fail on when they are run again. Most of the others let months pass on the virtual clock,
 * which no host but the local runtime has.
 */
const wholeSystem = [
  'test/bad-input/{bodies,bounds,instants,requests,submission}.test.ts',
  'test/scenarios/{document-alone,roles,tenants,without-entitlement}.test.ts',
];

/** Those of what a host does; they skip what only the local runtime has: its clock, and processes to kill. */
const conformance = 'test/conformance/{http,durable}.test.ts';

export default defineConfig({
  test: {
    include: [
      ...(REMOTE_URL ? ['test/remote/*.remote.ts', ...(REMOTE_ALL ? wholeSystem : [])] : []),
      ...(CONFORMANCE_BASE_URL ? [conformance] : []),
    ],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
