import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebuild, type Project } from './rebuild.ts';
import { minute, sampleCommit, sampleEffects, sampleRow, start } from './testing/samples.ts';
import { stores, type OpenedStore } from './testing/stores.ts';
import type { CaseStore } from './types.ts';

const ids = Array.from({ length: 25 }, (_, index) => `r-${String(index).padStart(2, '0')}`);

/** Each case's due and wake instants follow from how many commits it has. */
const project: Project = (commits) => {
  const commit = commits.length - 1;
  const caseId = commits[0]?.caseId ?? '';
  return {
    row: sampleRow(caseId, { commit, dueAt: start + commit }),
    wakeAt: start + commit * minute,
    epoch: 0,
  };
};

describe.each(stores)('rebuilding in $name', ({ open }) => {
  let opened: OpenedStore;
  let store: CaseStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    for (const [index, caseId] of ids.entries()) {
      for (let number = 0; number <= index % 3; number++) {
        const commit = sampleCommit(caseId, number);
        await store.append(commit, sampleEffects(commit, null, null, { severity: 'C', breached: true }));
      }
    }
  });
  afterEach(() => opened.close());

  it('sets every row and wake from the streams', async () => {
    expect(await rebuild(store, project)).toEqual({ rebuilt: ids.length, failed: [] });
    const { value } = await store.list({ now: start, top: 100 });
    expect(value).toEqual(
      ids.map((caseId, index) => sampleRow(caseId, { commit: index % 3, dueAt: start + (index % 3) })),
    );
    for (const [index, caseId] of ids.entries()) {
      expect(await store.getWake(caseId)).toMatchObject({
        wakeAt: start + (index % 3) * minute,
        commit: index % 3,
      });
    }
  });

  it('leaves a case that fails, says which, and goes on', async () => {
    const failing: Project = (commits) => {
      if (commits[0]?.caseId === 'r-07') throw new Error('no such policy version');
      return project(commits);
    };
    const { rebuilt, failed } = await rebuild(store, failing);
    expect(rebuilt).toBe(ids.length - 1);
    expect(failed).toMatchObject([{ caseId: 'r-07', error: { message: 'no such policy version' } }]);
    expect(await store.getWake('r-07')).toMatchObject({ wakeAt: null });
  });

  it('leaves the counts as they are where new ones cannot all be written, and makes them the next time', async () => {
    const counting: Project = (commits) => ({
      ...project(commits),
      tally: { sequence: 0, cells: { '2026-11-20 p/x': 1 }, live: {} },
    });
    const counted = async () => (await store.counts({ of: 'p' })).map(({ count }) => count);
    await rebuild(store, counting);
    expect(await counted()).toEqual([ids.length]);

    const refusing: CaseStore = { ...store, repairTallies: () => Promise.reject(new Error('throttled')) };
    const { rebuilt, failed } = await rebuild(refusing, counting);
    expect([rebuilt, failed.length]).toEqual([0, ids.length]);
    expect(await counted()).toEqual([ids.length]);

    expect(await rebuild(store, counting)).toEqual({ rebuilt: ids.length, failed: [] });
    expect(await counted()).toEqual([ids.length]);
  });

  it('changes nothing over a commit that came while it ran', async () => {
    const late = sampleCommit('r-00', 1);
    const appending: CaseStore = {
      ...store,
      async repairWake(caseId, commit, wakeAt, epoch) {
        if (caseId === 'r-00') await store.append(late, sampleEffects(late, null, start + 5 * minute));
        await store.repairWake(caseId, commit, wakeAt, epoch);
      },
    };
    await rebuild(appending, project);
    expect(await store.getWake('r-00')).toMatchObject({ wakeAt: start + 5 * minute, commit: 1 });
    const { value } = await store.list({ now: start, top: 100 });
    expect(value.find(({ caseId }) => caseId === 'r-00')).toEqual(sampleRow('r-00', { commit: 1 }));
  });
});
