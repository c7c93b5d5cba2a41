import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidContinuation } from './errors.ts';
import { minute, sampleCommit, sampleEffects, sampleRow, start } from './testing/samples.ts';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseStore, CaseRow } from './types.ts';
import type { Wake } from './wakes.ts';

describe.each(stores)('wakes in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  async function append(caseId: string, number: number, before: number | null, after: number | null) {
    const commit = sampleCommit(caseId, number);
    return store.append(commit, sampleEffects(commit, before, after));
  }
  async function overdue(before: number, now = before, limit = 100): Promise<readonly Wake[]> {
    const found: Wake[] = [];
    for (let shard = 0; shard < store.wakeShards; shard++) {
      found.push(...(await store.overdueWakes(shard, before, now, limit)));
    }
    return found;
  }
  const ids = (found: readonly Wake[]): readonly string[] => found.map(({ caseId }) => caseId);
  /** Ids that share a shard, so that their order is the store's and not the shards'. */
  const neighbours = async (count: number): Promise<readonly string[]> => {
    const found: string[] = [];
    for (let index = 0; found.length < count; index++) {
      const caseId = `n-${index}`;
      await append(caseId, 0, null, start);
      const [wake] = await store
        .overdueWakes(0, start, start, 100)
        .then((all) => all.filter((row) => row.caseId === caseId));
      if (wake) found.push(caseId);
      else await append(caseId, 1, start, null);
    }
    return found;
  };

  it('keeps the true wake instant of the last commit', async () => {
    await append('w', 0, null, start + 45 * minute);
    expect(await store.getWake('w')).toEqual({
      caseId: 'w',
      wakeAt: start + 45 * minute,
      commit: 0,
      epoch: null,
      failures: 0,
      lastAttemptAt: null,
      retryAt: null,
    });
    await append('w', 1, start + 45 * minute, start + 30 * minute);
    expect(await store.getWake('w')).toMatchObject({ wakeAt: start + 30 * minute, commit: 1 });
    await append('w', 2, start + 30 * minute, null);
    expect(await store.getWake('w')).toMatchObject({ wakeAt: null, commit: 2 });
    await append('w', 3, null, start + 50 * minute);
    expect(await store.getWake('w')).toMatchObject({ wakeAt: start + 50 * minute, commit: 3 });
  });

  it('has no wake of an unknown case', async () => {
    expect(await store.getWake('unknown')).toBeUndefined();
  });

  it('finds what is overdue at an instant, inclusive, and nothing else', async () => {
    await append('past', 0, null, start - 1);
    await append('now', 0, null, start);
    await append('later', 0, null, start + 1);
    await append('never', 0, null, null);
    expect([...ids(await overdue(start))].sort()).toEqual(['now', 'past']);
  });

  it('spreads every row over exactly one shard', async () => {
    const all = Array.from({ length: 24 }, (_, index) => `s-${index}`);
    await Promise.all(all.map((caseId) => append(caseId, 0, null, start)));
    expect([...ids(await overdue(start))].sort()).toEqual([...all].sort());
  });

  it('orders by last attempt, never attempted first, then by wake instant, and honours the limit', async () => {
    const [a = '', b = '', c = '', d = ''] = await neighbours(4);
    await append(a, 1, start, start - 3);
    await append(b, 1, start, start - 1);
    await append(c, 1, start, start - 2);
    await append(d, 1, start, start - 9);
    await store.noteAttempt(a, { at: start + 7, failures: 1, retryAt: null });
    await store.noteAttempt(d, { at: start + 3, failures: 1, retryAt: null });
    expect(ids(await store.overdueWakes(0, start, start, 10))).toEqual([c, b, d, a]);
    expect(ids(await store.overdueWakes(0, start, start, 3))).toEqual([c, b, d]);
  });

  it('leaves a row alone until its retry instant', async () => {
    await append('r', 0, null, start);
    await store.noteAttempt('r', {
      at: start + 1,
      failures: 2,
      retryAt: start + 10 * minute,
      error: 'no answer',
    });
    expect(await store.getWake('r')).toMatchObject({
      caseId: 'r',
      wakeAt: start,
      failures: 2,
      lastAttemptAt: start + 1,
      retryAt: start + 10 * minute,
      lastError: 'no answer',
    });
    expect(await overdue(start, start + 10 * minute - 1)).toEqual([]);
    expect(ids(await overdue(start, start + 10 * minute))).toEqual(['r']);
  });

  it('forgets failures when an attempt goes well, and at the next commit', async () => {
    await append('f', 0, null, start);
    await store.noteAttempt('f', { at: start + 1, failures: 2, retryAt: start + minute, error: 'no answer' });
    await store.noteAttempt('f', { at: start + 2, failures: 0, retryAt: null });
    const well = await store.getWake('f');
    expect(well).toMatchObject({ failures: 0, retryAt: null, lastAttemptAt: start + 2 });
    expect(well).not.toHaveProperty('lastError');
    await store.noteAttempt('f', { at: start + 3, failures: 3, retryAt: start + minute, error: 'no answer' });
    await append('f', 1, start, start + 5);
    const after = await store.getWake('f');
    expect(after).toMatchObject({ failures: 0, retryAt: null, lastAttemptAt: start + 3 });
    expect(after).not.toHaveProperty('lastError');
  });

  it('keeps the epoch of the alarm with the wake', async () => {
    const commit = sampleCommit('e', 0);
    await store.append(commit, { ...sampleEffects(commit), epoch: 0 });
    expect(await store.getWake('e')).toMatchObject({ epoch: 0 });
    await store.repairWake('e', 0, start, 3);
    expect(await store.getWake('e')).toMatchObject({ epoch: 3, wakeAt: start });
  });

  it('keeps what the sweep saw of the alarm over commits, until the next attempt', async () => {
    await append('s', 0, null, start);
    await store.noteAttempt('s', { at: start + 1, failures: 0, retryAt: null, seen: '0 never' });
    expect(await store.getWake('s')).toMatchObject({ seen: '0 never' });
    await append('s', 1, start, start + 5);
    expect(await store.getWake('s')).toMatchObject({ seen: '0 never', wakeAt: start + 5 });
    await store.noteAttempt('s', { at: start + 2, failures: 0, retryAt: null });
    expect(await store.getWake('s')).not.toHaveProperty('seen');
  });

  it('notes nothing for a case without a row', async () => {
    await store.noteAttempt('unknown', { at: start, failures: 1, retryAt: null });
    expect(await store.getWake('unknown')).toBeUndefined();
  });

  it('counts the backlog and knows its oldest', async () => {
    expect(await store.wakeBacklog(start)).toEqual({ count: 0, oldest: null });
    for (let index = 0; index < 9; index++) await append(`b-${index}`, 0, null, start + index * minute);
    await append('b-none', 0, null, null);
    await store.noteAttempt('b-0', { at: start, failures: 1, retryAt: start + 60 * minute });
    expect(await store.wakeBacklog(start - 1)).toEqual({ count: 0, oldest: null });
    expect(await store.wakeBacklog(start + 4 * minute)).toEqual({ count: 5, oldest: start });
  });

  it('lists what has a wake instant by case id, in pages', async () => {
    const all = Array.from({ length: 7 }, (_, index) => `p-${index}`);
    for (const caseId of [...all].reverse()) await append(caseId, 0, null, start);
    await append('p-none', 0, null, null);
    const found: string[] = [];
    let continuation: string | undefined;
    do {
      const page = await store.listWakes(3, continuation);
      found.push(...ids(page.value));
      continuation = page.continuation;
    } while (continuation);
    expect(found).toEqual(all);
    expect(await store.listWakes(7)).not.toHaveProperty('continuation');
    await expect(store.listWakes(7, 'nonsense')).rejects.toThrow(InvalidContinuation);
  });

  const repair = async (row: CaseRow, wakeAt: number | null) => {
    await store.repairWake(row.caseId, row.commit, wakeAt, null);
    await store.repairRow(row);
  };

  it('repairs row and wake from a fresh fold, without forgetting failures', async () => {
    await append('x', 0, null, start);
    await append('x', 1, start, start + minute);
    await store.noteAttempt('x', { at: start, failures: 4, retryAt: start, error: 'no answer' });
    await repair(sampleRow('x', { commit: 1, breached: true }), start + 9 * minute);
    expect(await store.getWake('x')).toMatchObject({ wakeAt: start + 9 * minute, commit: 1, failures: 4 });
    expect((await store.list({ now: start, top: 9 })).value[0]).toEqual(
      sampleRow('x', { commit: 1, breached: true }),
    );
  });

  it('repairs nothing over what a later commit has left', async () => {
    await append('y', 0, null, start);
    await append('y', 1, start, start + minute);
    await repair(sampleRow('y', { commit: 0, breached: true }), start + 9 * minute);
    expect(await store.getWake('y')).toMatchObject({ wakeAt: start + minute, commit: 1 });
    expect((await store.list({ now: start, top: 9 })).value[0]).toEqual(sampleRow('y', { commit: 1 }));
  });

  it('repairs what is missing altogether', async () => {
    await repair(sampleRow('z', { commit: 3 }), start + minute);
    expect(await store.getWake('z')).toMatchObject({ wakeAt: start + minute, commit: 3, failures: 0 });
    expect((await store.list({ now: start, top: 9 })).value).toEqual([sampleRow('z', { commit: 3 })]);
  });

  it('keeps the wake row of a case that has a stream', async () => {
    await append('kept', 0, null, start);
    await store.deleteWake('kept');
    await store.deleteWake('unknown');
    expect(await store.getWake('kept')).toMatchObject({ wakeAt: start });
  });
});
