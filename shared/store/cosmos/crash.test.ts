import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intercepted, isWrite } from '../testing/interceptedDocuments.ts';
import { minute, sampleCommit, sampleEffects, sampleRow, start } from '../testing/samples.ts';
import { startStandIn, type StandIn } from '../testing/standIn.ts';
import type { CaseStore } from '../types.ts';
import { cosmosDocuments, type CosmosConnection } from './client.ts';
import { cosmosStore, openCosmosStore } from './store.ts';

class Crash extends Error {}

const guardAt = start + minute;

/** The wake instants after the commits so far, then after the commit in which the process dies. */
const histories: readonly { readonly name: string; readonly wakes: readonly (number | null)[] }[] = [
  { name: 'creates the case', wakes: [start + 30 * minute] },
  { name: 'creates a case that is due at once', wakes: [start] },
  { name: 'creates a case without a wake', wakes: [null] },
  { name: 'brings the wake forward', wakes: [start + 30 * minute, start + 5 * minute] },
  { name: 'puts the wake off', wakes: [start + 5 * minute, start + 30 * minute] },
  { name: 'leaves the wake as it is', wakes: [start + 5 * minute, start + 5 * minute] },
  { name: 'ends the wakes', wakes: [start + 5 * minute, null] },
  { name: 'has a wake again', wakes: [start + 5 * minute, null, start + 30 * minute] },
  { name: 'has still no wake', wakes: [start + 5 * minute, null, null] },
];

describe.each(histories)('a process that dies in the commit that $name', ({ wakes }) => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn();
  });
  afterAll(() => standIn.close());

  const last = wakes.length - 1;
  const wakeAfter = wakes.at(-1) ?? null;
  const wakeBefore = wakes.at(-2) ?? null;

  const append = (store: CaseStore, number: number) => {
    const commit = sampleCommit('x', number);
    return store.append(commit, sampleEffects(commit, wakes[number - 1] ?? null, wakes[number] ?? null));
  };

  /** Dies ahead of write `survived + 1`. Answers how many writes it made. */
  async function dieAfter(survived: number, connection: CosmosConnection): Promise<number> {
    let writes = 0;
    const documents = intercepted(cosmosDocuments(connection), async (call) => {
      if (!isWrite(call)) return;
      if (writes === survived) throw new Crash();
      writes++;
    });
    await append(cosmosStore(documents, { onLeftToSweep: () => undefined }), last).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    documents.close();
    return writes;
  }

  it.each([0, 1, 2, 3, 4])('after %i of its writes is found by the sweep in time', async (survived) => {
    const connection = await standIn.connect(randomUUID());
    const store = openCosmosStore(connection);
    for (let number = 0; number < last; number++) await append(store, number);
    const writes = await dieAfter(survived, connection);
    if (survived > writes) return;

    const sees = async (before: number): Promise<boolean> => {
      for (let shard = 0; shard < store.wakeShards; shard++) {
        const found = await store.overdueWakes(shard, before, before, 10);
        if (found.some(({ caseId }) => caseId === 'x')) return true;
      }
      return false;
    };
    const { commits } = await store.load('x', 1);
    const kept = commits.length === wakes.length;
    const { value: rows } = await store.list({ now: start, top: 10 });
    const listed = rows.find(({ caseId }) => caseId === 'x')?.commit;

    if (commits.length === 0) {
      expect(rows).toEqual([]);
      expect(await sees(guardAt)).toBe(survived > 0);
      await store.deleteWake('x');
      expect(await sees(guardAt)).toBe(survived > 0);
      await store.noteAttempt('x', { at: guardAt, failures: 0, retryAt: null });
      await store.deleteWake('x');
      expect(await store.getWake('x')).toBeUndefined();
      return;
    }
    const wake = kept ? wakeAfter : wakeBefore;
    if (wake !== null) expect(await sees(Math.max(guardAt, wake))).toBe(true);
    if (listed !== commits.length - 1) expect(await sees(Math.max(guardAt, wakeBefore ?? 0))).toBe(true);

    // What the sweep does next makes it whole, and it makes the case quiet if nothing is pending.
    await store.deleteWake('x');
    for (const at of [guardAt + minute, guardAt + 2 * minute]) {
      await store.repairWake('x', commits.length - 1, wake, null);
      await store.repairRow(sampleRow('x', { commit: commits.length - 1 }));
      await store.noteAttempt('x', { at, failures: 0, retryAt: null });
    }
    expect(await store.getWake('x')).toMatchObject({ wakeAt: wake, commit: commits.length - 1 });
    expect((await store.list({ now: start, top: 10 })).value).toEqual([
      sampleRow('x', { commit: commits.length - 1 }),
    ]);
    await store.close();
  });
});

it('writes nothing more than guard, commit, row and wake', async () => {
  const standIn = await startStandIn();
  const calls: string[] = [];
  const documents = intercepted(cosmosDocuments(await standIn.connect(randomUUID())), async (call) => {
    calls.push(`${call.operation} ${call.container}`);
  });
  const store = cosmosStore(documents);
  const create = sampleCommit('x', 0);
  await store.append(create, sampleEffects(create, null, start + 30 * minute));
  const next = sampleCommit('x', 1);
  await store.append(next, sampleEffects(next, start + 30 * minute, start + 40 * minute));
  const forward = sampleCommit('x', 2);
  await store.append(forward, sampleEffects(forward, start + 40 * minute, start + 5 * minute));
  const soon = sampleCommit('x', 3);
  await store.append(soon, sampleEffects(soon, start + 5 * minute, start + 1));
  expect(calls).toEqual([
    'create wakes',
    'create streams',
    'create cases',
    'replace wakes',
    'create streams',
    'read cases',
    'replace cases',
    'read wakes',
    'replace wakes',
    'read wakes',
    'replace wakes',
    'create streams',
    'read cases',
    'replace cases',
    'replace wakes',
    // Due before the sweep would look: the guard is the true wake already.
    'read wakes',
    'replace wakes',
    'create streams',
    'read cases',
    'replace cases',
  ]);
  await store.close();
  await standIn.close();
});
