import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', '.stryker-tmp/**', '**/*.long.test.ts'],
    // Only for what hangs: how fast a machine is, or what else it does, is no test's business.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
