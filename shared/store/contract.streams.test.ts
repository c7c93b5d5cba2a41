import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCommit, sampleEffects, sampleRow, sampleSnapshot } from './testing/samples.ts';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseStore } from './types.ts';
import type { Commit } from './stream.ts';

const foldVersion = 7;

describe.each(stores)('streams in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const append = (commit: Commit) => store.append(commit, sampleEffects(commit));
  const load = async (caseId: string) => (await store.load(caseId, foldVersion)).commits;

  it('answers to a ping', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('has no commits of an unknown case', async () => {
    expect(await load('unknown')).toEqual([]);
  });

  it('gives back what was appended, in order, with nothing added', async () => {
    const commits = Array.from({ length: 12 }, (_, number) => sampleCommit('in-order', number));
    for (const commit of commits) expect(await append(commit)).toBe('appended');
    expect(await load('in-order')).toEqual(commits);
  });

  it('keeps the idempotency hashes of a commit', async () => {
    const keyed: Commit = { ...sampleCommit('keyed', 0), idempotency: { scope: 'c2NvcGU', body: 'Ym9keQ' } };
    await append(keyed);
    await append(sampleCommit('keyed', 1));
    const loaded = await load('keyed');
    expect(loaded[0]?.idempotency).toEqual({ scope: 'c2NvcGU', body: 'Ym9keQ' });
    expect(loaded[1]).not.toHaveProperty('idempotency');
  });

  it('refuses a commit number that is taken, and keeps nothing of the second', async () => {
    await append(sampleCommit('taken', 0, 'first'));
    const wake = await store.getWake('taken');
    const second = sampleCommit('taken', 0, 'second');
    expect(
      await store.append(second, sampleEffects(second, null, null, { status: 'closed', submittedAt: 1 })),
    ).toBe('conflict');
    expect(await load('taken')).toEqual([sampleCommit('taken', 0, 'first')]);
    expect(await store.getWake('taken')).toEqual(wake);
    const { value } = await store.list({ dueBefore: Number.MAX_SAFE_INTEGER, now: 0, top: 1000 });
    expect(value.find(({ caseId }) => caseId === 'taken')).toEqual(sampleRow('taken'));
  });

  it('calls a repetition of the same commit by another call a conflict', async () => {
    const commit = sampleCommit('twice', 0);
    expect([await append(commit), await append(commit)]).toEqual(['appended', 'conflict']);
  });

  it('lets one of 20 concurrent writers win each number, and loses none of their work', async () => {
    const winners = new Map<number, string>();
    const write = async (writer: string): Promise<void> => {
      for (;;) {
        const number = (await load('contended')).length;
        if ((await append(sampleCommit('contended', number, writer))) === 'appended') {
          expect(winners.has(number)).toBe(false);
          winners.set(number, writer);
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => write(`writer ${index}`)));
    const loaded = await load('contended');
    expect(loaded).toEqual(
      Array.from({ length: 20 }, (_, number) => sampleCommit('contended', number, winners.get(number))),
    );
    expect((await store.getWake('contended'))?.commit).toBe(19);
  });

  it('names every case that has a stream once', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `named-${String(index).padStart(2, '0')}`);
    await Promise.all(ids.map((caseId) => append(sampleCommit(caseId, 0))));
    await append(sampleCommit('named-00', 1));
    const named: string[] = [];
    for await (const caseId of store.caseIds()) if (caseId.startsWith('named-')) named.push(caseId);
    expect(named.sort()).toEqual(ids);
  });

  it('says which commit is missing when a stream has a gap', async () => {
    await append(sampleCommit('gap', 0));
    await append(sampleCommit('gap', 2));
    await expect(load('gap')).rejects.toThrow('case gap cannot be read: commit 1 is missing');
  });

  it('loads what follows the latest snapshot of the fold version asked for', async () => {
    for (let number = 0; number < 6; number += 1) await append(sampleCommit('snapped', number));
    const kept = [1, 3].map((commit) => sampleSnapshot('snapped', commit));
    for (const snapshot of kept) await store.keepSnapshot(snapshot);
    const all = Array.from({ length: 6 }, (_, number) => sampleCommit('snapped', number));
    expect(await store.load('snapped', 1)).toEqual({ snapshot: kept[1], commits: all.slice(4) });
    expect(await store.load('snapped', 2)).toEqual({ commits: all });
  });

  it('finds the latest snapshot that has no event after a sequence', async () => {
    for (let number = 0; number < 6; number += 1) await append(sampleCommit('before', number));
    const kept = [1, 3].map((commit) => sampleSnapshot('before', commit));
    for (const snapshot of kept) await store.keepSnapshot(snapshot);
    const found = async (sequence: number, version = 1) => store.snapshotBefore('before', sequence, version);
    expect([await found(1), await found(2), await found(3), await found(4), await found(99)]).toEqual([
      undefined,
      kept[0],
      kept[0],
      kept[1],
      kept[1],
    ]);
    expect(await found(99, 2)).toBeUndefined();
  });

  it('keeps a snapshot that comes with a commit, and the first of two', async () => {
    const commit = sampleCommit('with', 0);
    const snapshot = sampleSnapshot('with', 0);
    await store.append(commit, { ...sampleEffects(commit), snapshot });
    await store.keepSnapshot({ ...snapshot, state: { ...snapshot.state, title: 'another' } });
    expect(await store.load('with', 1)).toEqual({ snapshot, commits: [] });
  });

  it('reads on from the event of a sequence', async () => {
    for (let number = 0; number < 6; number += 1) await append(sampleCommit('on', number));
    await store.keepSnapshot(sampleSnapshot('on', 3));
    const numbers = async (sequence: number, most: number) =>
      (await store.readFrom('on', sequence, most)).map(({ number }) => number);
    expect(await numbers(1, 9)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await numbers(3, 2)).toEqual([2, 3]);
    expect(await numbers(7, 9)).toEqual([]);
  });

  it('finds the commit of a key within its case', async () => {
    const idempotency = { scope: 'scope-1', body: 'body-1' };
    await append(sampleCommit('keys', 0));
    await append({ ...sampleCommit('keys', 1), idempotency });
    await append({ ...sampleCommit('other', 0), idempotency });
    expect(await store.findKeyed('keys', 'scope-1')).toEqual({ ...sampleCommit('keys', 1), idempotency });
    expect(await store.findKeyed('keys', 'scope-2')).toBeUndefined();
  });
});
