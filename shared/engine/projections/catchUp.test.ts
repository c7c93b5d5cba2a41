import { expect, it } from 'vitest';

import { fold } from '../../cases/index.ts';
import { keptLife } from '../../cases/testing/lives.ts';
import { cosmosStore } from '../../store/cosmos/store.ts';
import { Unreadable } from '../../store/errors.ts';
import { memoryDocuments } from '../../store/testing/memoryDocuments.ts';
import type { CaseStore } from '../../store/types.ts';
import { project } from './rebuildAll.ts';
import { testPorts } from '../testing/ports.ts';
import { catchUp } from './catchUp.ts';

async function live(store: CaseStore, caseId: string): Promise<void> {
  const events = keptLife(1).events.map((event) =>
    event.type === 'case.submitted' ? { ...event, data: { ...event.data, id: caseId } } : event,
  );
  const commit = { caseId, number: 0, at: fold(events)?.at ?? '', events };
  const { row, wakeAt, epoch } = project([commit]);
  await store.append(commit, { row, rowSince: 0, wakeBefore: null, wakeAfter: wakeAt, epoch, guardAt: 0 });
}

const counted = async (store: CaseStore) =>
  (await store.counts({ of: 'm' })).reduce((sum, { count }) => sum + count, 0);

it('counts all others where a case cannot be read, however many come after it, and that one once it can', async () => {
  const store = cosmosStore(memoryDocuments(), { countsKept: 0 });
  await live(store, 'bad');
  let isBad = true;
  const halting: CaseStore = {
    ...store,
    load: async (caseId, version) => {
      if (isBad && caseId === 'bad') throw new Unreadable('bad', 'it is no JSON');
      return store.load(caseId, version);
    },
  };
  const ports = { ...testPorts(halting), warn: () => undefined };
  await catchUp(ports, Infinity);
  expect(await counted(store)).toBe(0);
  const others = Array.from({ length: 230 }, (_, index) => `case-${index}`);
  await Promise.all(others.map((caseId) => live(store, caseId)));
  expect(await catchUp(ports, Infinity)).toBe(230);
  const each = (await counted(store)) / 230;
  expect(each).toBeGreaterThan(0);
  isBad = false;
  expect(await catchUp(ports, Infinity)).toBe(1);
  expect(await counted(store)).toBe(231 * each);
  expect(await catchUp(ports, Infinity)).toBe(0);
});
