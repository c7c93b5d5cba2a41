/** `npm run infra:check`: builds and lints every template; an error or a warning fails. */
import { join } from 'node:path';

import { bicep, CompilerFailure, parameterFiles, templates } from './compiler.ts';

const infra = join(import.meta.dirname, '..');
try {
  bicep('build', join(infra, 'main.bicep'), '--stdout');
  for (const file of parameterFiles()) bicep('build-params', join(infra, file), '--stdout');
  // Those that nothing uses as well; one process, since each compiles everything it reaches.
  bicep('lint', '--pattern', join(infra, '**/*.bicep'));
  process.stdout.write(`${templates().length + parameterFiles().length} files: no error and no warning.\n`);
} catch (error) {
  if (!(error instanceof CompilerFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
