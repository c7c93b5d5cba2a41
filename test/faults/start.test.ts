/** A data folder that cannot be read stops the start, with a sentence that names the file. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { build, root } from '../support/build.ts';

let folder: string;
beforeAll(async () => {
  build();
  folder = await mkdtemp(join(tmpdir(), 'caseclock-start-'));
});
afterAll(() => rm(folder, { recursive: true }));

function start(): { readonly status: number | null; readonly said: string } {
  const main = join(root, 'dist/local/main.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, '--port', '0', '--data', folder, '--app', root, '--quiet'],
    { encoding: 'utf8' },
  );
  return { status, said: stderr };
}

test('of a version from before stored formats were kept', () => {
  const db = new DatabaseSync(join(folder, 'cases.db'));
  db.exec('PRAGMA user_version = 2');
  db.close();
  const { status, said } = start();
  expect(status).toBe(1);
  expect(said).toContain(`${join(folder, 'cases.db')} cannot be read.`);
  expect(said).toContain('begin with another file');
});

test('that is damaged', async () => {
  await writeFile(join(folder, 'cases.db'), 'no database at all, and long enough to be one '.repeat(30));
  const { status, said } = start();
  expect(status).toBe(1);
  expect(said).toContain(`${join(folder, 'cases.db')} cannot be read.`);
});
