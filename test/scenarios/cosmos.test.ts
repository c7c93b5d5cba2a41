import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import type { CosmosConnection } from '../../shared/store/cosmos/client.ts';
import { openCosmosStore } from '../../shared/store/cosmos/store.ts';
import { startStandIn, type StandIn } from '../../shared/store/testing/standIn.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let standIn: StandIn;
let connection: CosmosConnection & { readonly key: string };
let product: Product;
beforeAll(async () => {
  standIn = await startStandIn();
  connection = await standIn.connect('caseclock');
  product = await Product.start({
    settings: { CASE_STORE: 'cosmos', COSMOS_ENDPOINT: connection.endpoint, COSMOS_KEY: connection.key },
  });
});
afterAll(async () => {
  await product.dispose();
  await standIn.close();
});

test('a case runs from submission to its breach with Cosmos DB (its stand-in) as the store', async () => {
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const { id } = await client.submit(submission);
  await client.advance('PT61M');

  const timeline = await client.timeline(id);
  expect(timeline.filter(({ type }) => type === 'clock.breached')).toMatchObject([
    { decidedAsOf: '2026-11-20T09:00:00Z' },
  ]);
  const sent = timeline.filter(({ type }) => type === 'mail.sent');
  expect(sent).toHaveLength(timeline.filter(({ type }) => type === 'mail.requested').length);
  const listed = await client.call<{ value: CaseView[] }>('GET', '/api/cases?breached=true&tenantId=contoso');
  expect(listed.body.value.map((one) => one.id)).toEqual([id]);

  const store = openCosmosStore(connection);
  expect((await store.load(id, -1)).commits.flatMap(({ events }) => events)).toHaveLength(timeline.length);
  // Operations are told again of the broken response (ALERT-1).
  expect((await store.getWake(id))?.wakeAt).toBeGreaterThan(Date.parse('2026-11-20T09:00:00Z'));
  await store.close();
});
