import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { Failure, at, bin, changed, files, sources, windows } from './project.mjs';

const stampFile = at('dist', '.tsbuildinfo');

export function needsBuild() {
  const built = changed(stampFile);
  if (built === 0 || !existsSync(at('dist', 'web', 'index.html'))) return true;
  const inputs = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) => at(name));
  for (const folder of sources) inputs.push(...files(at(folder)).filter((path) => /\.(ts|json)$/.test(path)));
  inputs.push(...files(at('web')));
  return inputs.some((path) => changed(path) > built) || orphans().length > 0;
}

/** Builds what has changed. Types are the business of `npm run types`: a start does not wait for them. */
export function build() {
  const started = new Date();
  for (const path of orphans()) rmSync(path);
  const tsc = spawnSync(
    join(bin, windows ? 'node.cmd' : 'node'),
    [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json', '--noCheck'],
    { cwd: at(), shell: windows },
  );
  if (tsc.status !== 0) throw new Failure(tsc.error?.message ?? 'The build failed.', tsc.stdout);
  const page = spawnSync(join(bin, windows ? 'node.cmd' : 'node'), [at('web', 'build.ts')], {
    cwd: at(),
    shell: windows,
  });
  if (page.status !== 0) throw new Failure(page.error?.message ?? 'The page cannot be built.', page.stderr);
  // tsc leaves the file alone where nothing changed in it.
  utimesSync(stampFile, started, started);
}

/** What was built from a file that is no more: it must not be loaded. */
function orphans() {
  return sources
    .flatMap((folder) => files(at('dist', folder)))
    .filter((path) => path.endsWith('.js'))
    .filter((path) => !existsSync(at(path.slice(at('dist').length + 1).replace(/\.js$/, '.ts'))));
}
