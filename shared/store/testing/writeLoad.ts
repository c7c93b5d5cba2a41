/**
 * A process that appends to a SQLite store until it is killed: `writeLoad.ts <path> <seed>`. It writes
 * `<case> <number>` on its output for each commit that was answered as appended, and nothing before.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../sqlite/store.ts';
import { sampleCommit, sampleEffects, start } from './samples.ts';

const [path = '', seed = '0'] = process.argv.slice(2);
const store = openSqliteStore({ path });
const random = seeded(seed);

async function writer(name: string): Promise<never> {
  for (;;) {
    const caseId = `${name}-${Math.floor(random() * 5)}`;
    const commit = sampleCommit(
      caseId,
      (await store.load(caseId, 1)).commits.length,
      'x'.repeat(random() * 4000),
    );
    const wakeAfter = start + commit.number;
    if ((await store.append(commit, sampleEffects(commit, null, wakeAfter))) === 'appended') {
      writeSync(1, `${caseId} ${commit.number}\n`);
    }
  }
}

for (let index = 0; index < 8; index++) void writer(`${seed}-${index}`);

/** The n-th call's number from 0 to 1, the same for the same seed. */
function seeded(seed: string): () => number {
  let calls = 0;
  return () => createHash('sha256').update(`${seed} ${calls++}`).digest().readUInt32BE() / 2 ** 32;
}
