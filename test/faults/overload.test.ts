/** More submissions than can be served: what is due is recorded all the same, and what is refused says so. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { fellDue } from '../support/timeline.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const connections = 400;
const watched = 30;
/** Eight business hours: nothing of it falls due here. */
const unhurried = { ...submission, severity: 'C', require24X7Response: false };

test('thresholds are recorded while submissions are refused with 429, and nothing collapses', async () => {
  const { client } = product;
  const ids: string[] = [];
  for (let index = 0; index < watched; index += 1) ids.push((await client.submit(submission)).id);

  let over = false as boolean;
  const statuses = new Map<number, number>();
  let refusal: { readonly headers: Headers; readonly body: Fault } | undefined;
  const submitting = Array.from({ length: connections }, async () => {
    while (!over) {
      const answer = await client.call<Fault>('POST', '/api/cases', { body: unhurried });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 429) refusal = answer;
    }
  });
  // An hour in some seconds: two warnings and a breach of each watched case fall due under load.
  await client.setSpeed(600);
  for (const id of ids) while ((await client.read(id)).clocks[0]?.state !== 'breached');
  const timelines = await Promise.all(ids.map((id) => client.timeline(id)));
  over = true;
  await Promise.all(submitting);

  // As they were recorded, in order, once each: a read alone would show what nobody has recorded.
  for (const timeline of timelines) {
    const types = fellDue(timeline).map(({ type }) => type);
    expect(types).toEqual(['clock.thresholdReached', 'clock.thresholdReached', 'clock.breached']);
  }
  expect([...statuses.keys()].sort()).toEqual([201, 429]);
  expect(refusal?.body).toMatchObject({ code: 'overloaded' });
  expect(Number(refusal?.headers.get('retry-after'))).toBeGreaterThan(0);
});
