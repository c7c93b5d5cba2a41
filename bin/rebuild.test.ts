import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { fillWithCrowd } from '../shared/engine/testing/crowd.ts';
import { openSqliteStore } from '../shared/store/sqlite/store.ts';

const now = Date.parse('2026-11-20T08:00:00Z');
const many = 90;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseclock-rebuild-'));
  path = join(folder, 'cases.db');
  const store = openSqliteStore({ path });
  await fillWithCrowd(store, many, now);
  await store.close();
});
afterEach(() => rm(folder, { recursive: true }));

const rebuild = (...args: readonly string[]) =>
  new Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const { CASE_STORE: _, ...env } = process.env;
    execFile(
      process.execPath,
      [join(import.meta.dirname, 'rebuild.ts'), ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });

async function seen() {
  const store = openSqliteStore({ path });
  const { value } = await store.queue({ sort: 'newest', top: 100, now });
  const counts = [
    await store.queueCounts({ now }),
    await store.counts({ of: 'p' }),
    await store.counts({ of: 'm' }),
  ];
  const wakes = await store.listWakes(100);
  await store.close();
  return { value, counts, wakes };
}

function damage(sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

test('makes rows, wakes and counts anew, and says of how many cases', async () => {
  const whole = await seen();
  damage(
    'DELETE FROM wakes; DELETE FROM cases WHERE rowid % 2 = 0; DELETE FROM tallies; UPDATE counts SET "count" = 7;',
  );
  expect(await seen()).not.toEqual(whole);
  expect(await rebuild('--data', folder)).toEqual({
    code: 0,
    stdout: `Made anew: ${many} cases.\n`,
    stderr: '',
  });
  expect(await seen()).toEqual(whole);
});

test('names a case that cannot be read, and does the others', async () => {
  const [first] = (await seen()).value;
  damage(`UPDATE commits SET body = '{' WHERE caseId = '${first?.caseId}'`);
  const { code, stdout, stderr } = await rebuild('--data', folder);
  expect([code, stdout]).toEqual([1, `Made anew: ${many - 1} cases.\n`]);
  expect(stderr).toContain(`${first?.caseId}: `);
});

test('says how it is used', async () => {
  expect((await rebuild('--help')).stdout).toContain('npm run rebuild -- [--data <folder>]');
});
