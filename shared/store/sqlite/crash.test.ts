import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { start } from '../testing/samples.ts';
import { openSqliteStore } from './store.ts';

const load = fileURLToPath(new URL('../testing/writeLoad.ts', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseclock-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets the load run, kills it after so many answered commits, and says which those were. */
async function killAfter(answers: number, path: string, seed: number): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [load, path, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const answered = new Map<string, number>();
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [caseId = '', number = ''] = line.split(' ');
    answered.set(caseId, Number(number));
    if (++seen === answers) child.kill('SIGKILL');
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  expect(seen).toBeGreaterThanOrEqual(answers);
  return answered;
}

// Later rounds start from the file as the kill before left it.
it.each([
  [1, 1],
  [2, 37],
  [3, 250],
  [4, 700],
  [5, 1500],
])('keeps all that was answered and nothing half, seed %i killed after %i answers', async (seed, answers) => {
  const path = join(folder, 'cases.db');
  const answered = await killAfter(answers, path, seed);
  const store = openSqliteStore({ path });
  for (const [caseId, number] of answered) {
    expect((await store.load(caseId, 1)).commits.length).toBeGreaterThan(number);
  }
  const cases = await Array.fromAsync(store.caseIds());
  const { value: rows } = await store.list({ now: start, top: 10_000 });
  expect(rows.map(({ caseId }) => caseId).sort()).toEqual(cases.sort());
  for (const row of rows) {
    const { commits } = await store.load(row.caseId, 1);
    const last = commits.length - 1;
    expect(row.commit).toBe(last);
    expect(await store.getWake(row.caseId)).toMatchObject({ wakeAt: start + last, commit: last });
  }
  await store.close();
});
