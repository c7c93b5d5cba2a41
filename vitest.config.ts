import { defineConfig } from 'vitest/config';
import { compilerCanBeHad } from './infra/tools/compiler.ts';

const unable = compilerCanBeHad() ? [] : ['test/infra/template.test.ts'];
if (unable.length > 0) process.stderr.write(`Not run, for want of a .NET SDK: ${unable.join()}\n`);

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', '.stryker-tmp/**', '**/*.long.test.ts', ...unable],
    // Only for what hangs: how fast a machine is, or what else it does, is no test's business.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
