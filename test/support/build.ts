import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

let built = false;

/** Builds the product if its sources are newer than what was built; several test files may ask at once. */
export function build(): void {
  if (built) return;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['local/ready.mjs', '--tools', '--run', 'node', '--eval', '0'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The product can't be built: ${stderr}`);
  built = true;
}
