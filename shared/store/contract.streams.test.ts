import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCommit, sampleEffects, sampleRow } from './testing/samples.ts';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseStore, Commit } from './types.ts';

describe.each(stores)('streams in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const append = (commit: Commit) => store.append(commit, sampleEffects(commit));

  it('answers to a ping', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('has no commits of an unknown case', async () => {
    expect(await store.load('unknown')).toEqual([]);
  });

  it('gives back what was appended, in order, with nothing added', async () => {
    const commits = Array.from({ length: 12 }, (_, number) => sampleCommit('in-order', number));
    for (const commit of commits) expect(await append(commit)).toBe('appended');
    expect(await store.load('in-order')).toEqual(commits);
  });

  it('keeps the idempotency hashes of a commit', async () => {
    const keyed: Commit = { ...sampleCommit('keyed', 0), idempotency: { scope: 'c2NvcGU', body: 'Ym9keQ' } };
    await append(keyed);
    await append(sampleCommit('keyed', 1));
    const loaded = await store.load('keyed');
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
    expect(await store.load('taken')).toEqual([sampleCommit('taken', 0, 'first')]);
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
        const number = (await store.load('contended')).length;
        if ((await append(sampleCommit('contended', number, writer))) === 'appended') {
          expect(winners.has(number)).toBe(false);
          winners.set(number, writer);
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => write(`writer ${index}`)));
    const loaded = await store.load('contended');
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
    await expect(store.load('gap')).rejects.toThrow('the stream of case gap has no commit 1');
  });
});
