import { defineConfig } from 'vitest/config';

/**
 * Stryker 9 picks the tests of a mutant by their names, joined with a space; vitest 5 joins them with ` > `, so that
 * what stands in a `describe` would never run and its mutants seem to survive.
 */
const namesAsStrykerJoinsThem = {
  name: 'names-as-stryker-joins-them',
  configureVitest({ project }: { project: { config: { testNamePattern?: RegExp | undefined } } }) {
    let pattern: RegExp | undefined;
    Object.defineProperty(project.config, 'testNamePattern', {
      enumerable: true,
      get: () => pattern,
      set: (asked: RegExp | undefined) => {
        pattern = asked && new RegExp(asked.source.replaceAll(' ', '(?: > | )'), asked.flags);
      },
    });
  },
};

/**
 * The tests that mutants of `shared/calendar` have to survive: all of its own, on fewer generated cases, and always
 * the same ones.
 */
export default defineConfig({
  plugins: [namesAsStrykerJoinsThem],
  test: {
    include: ['shared/calendar/**/*.test.ts'],
    exclude: ['**/*.long.test.ts', 'shared/calendar/oracle.test.ts'],
    testTimeout: 60_000,
    env: { CALENDAR_SEED: '1', CALENDAR_YEARS: '6', CALENDAR_QUESTIONS: '40' },
  },
});
