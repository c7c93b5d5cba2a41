/**
 * Whether the simulation finds what is wrong: each fault of `planted.json` is put into the source as it is loaded, in
 * a process of its own, and lives are lived until one breaks.
 *   node shared/engine/testing/planted.ts [number of the fault]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

import planted from './planted.json' with { type: 'json' };

const root = new URL('../../..', import.meta.url);
const lives = 2000;
const [chosen] = process.argv.slice(2);

if (chosen === undefined) {
  const { simulate } = await import('./simulate.ts');
  let missed = 0;
  for (const [index, fault] of planted.entries()) {
    const arguments_ = [fileURLToPath(import.meta.url), String(index)];
    const { stdout, status } = spawnSync(process.execPath, arguments_, { encoding: 'utf8' });
    console.log(`${index} ${fault.what}: ${stdout.trim() || `ended with ${status ?? 'a signal'}`}`);
    if (status !== 0) {
      missed += 1;
      continue;
    }
    // Without the fault the same life is fine.
    const { broken } = await simulate(Number(/\d+/.exec(stdout)?.[0]));
    if (broken.length > 0) throw new Error(broken.join('\n'));
  }
  console.log(`${planted.length - missed} of ${planted.length} were found`);
  process.exitCode = missed === 0 ? 0 : 1;
} else {
  const fault = planted[Number(chosen)];
  if (!fault) throw new RangeError(`there are ${planted.length} planted faults, from 0 on`);
  plant(fault);
  const { simulate } = await import('./simulate.ts');
  let found: number | undefined;
  for (let seed = 1; seed <= lives && found === undefined; seed += 1) {
    const { broken } = await simulate(seed);
    if (broken.length > 0) found = seed;
  }
  console.log(found === undefined ? `not found in ${lives} lives` : `found in life ${found}`);
  process.exitCode = found === undefined ? 1 : 0;
}

function plant({ file, is, becomes }: (typeof planted)[number]): void {
  const place = new URL(file, root).href;
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (url !== place) return loaded;
      const source = readFileSync(new URL(url), 'utf8');
      if (source.split(is).length !== 2) throw new Error(`${file} does not hold this once: ${is}`);
      return { ...loaded, source: source.replace(is, () => becomes) };
    },
  });
}
