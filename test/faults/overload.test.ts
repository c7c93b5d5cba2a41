/** More submissions than can be served: what is due is recorded all the same, and what is refused says so. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import type { TimelineEntry } from '../../shared/api/schemas.ts';
import { fellDue, ofType, unanswered } from '../support/timeline.ts';

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

/** The timeline of a case once its breach is recorded: a read of the case would show what nobody has recorded. */
async function untilBroken(caseId: string): Promise<readonly TimelineEntry[]> {
  for (;;) {
    const timeline = await product.client.timeline(caseId);
    if (ofType(timeline, 'clock.breached').length > 0) return timeline;
  }
}

test('thresholds are recorded while submissions are refused with 429, and nothing collapses', async () => {
  const { client } = product;
  const ids: string[] = [];
  for (let index = 0; index < watched; index += 1) ids.push((await client.submit(submission)).id);

  // An hour in some seconds: two warnings and a breach of each watched case fall due under load.
  await client.setSpeed(600);
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
  const timelines: (readonly TimelineEntry[])[] = [];
  try {
    for (const id of ids) timelines.push(await untilBroken(id));
  } finally {
    over = true;
    await Promise.all(submitting);
  }

  // As they were recorded, in order, once each.
  for (const timeline of timelines) expect(fellDue(timeline)).toMatchObject(unanswered);
  expect([...statuses.keys()].sort()).toEqual([201, 429]);
  expect(refusal?.body).toMatchObject({ code: 'overloaded' });
  expect(Number(refusal?.headers.get('retry-after'))).toBeGreaterThan(0);
});
