import { defineConfig } from 'vitest/config';

/** Tests that take many minutes: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['**/*.long.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', '.stryker-tmp/**'],
    testTimeout: 7_200_000,
    // One after the other: they are measured, and each keeps a core busy.
    fileParallelism: false,
  },
});
