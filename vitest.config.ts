import { defineConfig } from 'vitest/config';
import { compilerCanBeHad } from './infra/tools/compiler.ts';

const unable = compilerCanBeHad() ? [] : ['test/infra/template.test.ts'];
if (unable.length > 0) process.stderr.write(`Not run, for want of a .NET SDK: ${unable.join()}\n`);

const pure = ['shared/**/*.test.ts'];
const never = ['**/node_modules/**', 'dist/**', '.stryker-tmp/**', '**/*.long.test.ts', ...unable];

export default defineConfig({
  test: {
    // Only for what hangs: how fast a machine is, or what else it does, is no test's business.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A test of the whole system mostly waits for another process: a core left to itself would be idle for half of the run.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        // Nothing in these leaves a trace in its process: they share one, and load the modules once.
        test: { name: 'pure', include: pure, exclude: never, isolate: false },
      },
      { extends: true, test: { name: 'whole', include: ['**/*.test.ts'], exclude: [...never, ...pure] } },
    ],
  },
});
