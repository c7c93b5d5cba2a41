import { expect, it } from 'vitest';
import { intercepted } from '../testing/interceptedDocuments.ts';
import { memoryDocuments } from '../testing/memoryDocuments.ts';
import { sampleCommit, sampleEffects, sampleRow, start } from '../testing/samples.ts';
import { cosmosStore } from './store.ts';

const queue = {
  owedAt: start,
  riskAt: start,
  dueAt: start,
  response: 'owed',
  waitsForCustomer: true,
  atRest: false,
  contact: { name: 'Aiko Tanaka', email: 'aiko@contoso.example', timeZone: 'Asia/Tokyo' },
  clocks: {},
} as const;

it('counts again only what time changes, while no row has changed', async () => {
  const documents = memoryDocuments();
  let queries = 0;
  const store = cosmosStore(
    intercepted(documents, async ({ operation }) => void (queries += Number(operation === 'query'))),
  );
  const asked = async (filter = {}, now = start) => {
    queries = 0;
    const { waitingForCustomer, overdue } = await store.queueCounts({ ...filter, now });
    return { waitingForCustomer, overdue, queries };
  };
  const create = sampleCommit('x', 0);
  await store.append(create, { ...sampleEffects(create), row: sampleRow('x', { queue }) });
  await asked();
  expect(await asked()).toEqual({ waitingForCustomer: 1, overdue: 1, queries: 7 });
  expect(await asked({}, start - 1)).toEqual({ waitingForCustomer: 1, overdue: 0, queries: 3 });
  expect(await asked({ tenantId: 'another' })).toEqual({ waitingForCustomer: 0, overdue: 0, queries: 7 });
  // By another process.
  const answered = { ...queue, owedAt: null, waitsForCustomer: false };
  await cosmosStore(documents).repairRow(sampleRow('x', { commit: 1, queue: answered }));
  expect(await asked()).toEqual({ waitingForCustomer: 0, overdue: 0, queries: 7 });
  expect(await asked()).toEqual({ waitingForCustomer: 0, overdue: 0, queries: 3 });
});

it('counts anew where more have changed than it looks at', async () => {
  const store = cosmosStore(memoryDocuments());
  for (let many = 1; many <= 50; many += 1) {
    const create = sampleCommit(`x-${many}`, 0);
    await store.append(create, { ...sampleEffects(create), row: sampleRow(`x-${many}`, { queue }) });
    expect(await store.queueCounts({ now: start })).toMatchObject({
      waitingForCustomer: many,
      overdue: many,
    });
  }
});
