import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants of `shared/calendar` have to survive: all of its own, on fewer generated cases, and always
 * the same ones.
 */
export default defineConfig({
  test: {
    include: ['shared/calendar/*.test.ts'],
    exclude: ['**/*.long.test.ts', 'shared/calendar/oracle.test.ts'],
    testTimeout: 60_000,
    env: { CALENDAR_SEED: '1', CALENDAR_YEARS: '10', CALENDAR_QUESTIONS: '25' },
  },
});
