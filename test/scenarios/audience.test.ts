import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CaseView, TimelineEntry } from '../../shared/api/schemas.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

const customer = { as: { role: 'integration', tenantId: 'contoso' } } as const;

let product: Product;
let id: string;
beforeAll(async () => {
  product = await Product.start({ settings: { OPERATIONS_MAIL_TO: 'duty@operator.example' } });
  const { client } = product;
  await client.putEntitlement('contoso', { ...contoso, plan: 'unified' });
  ({ id } = await client.submit(submission));
  // The promise breaks, operations are told; then a question, an analysis that lowers on approval, and the end.
  await client.advance('PT2H');
  for (const body of [
    { type: 'engineer.requestedInformation', message: 'Which build is it?' },
    { type: 'customer.replied', message: 'The last one.' },
    { type: 'rca.requested' },
  ]) {
    await client.act(id, body);
    await client.advance('PT1M');
  }
});
afterAll(() => product.dispose());

const everywhere = ['duty@operator.example', 'operationId', 'repeatabilityId', 'mail.claimed', 'alarm.'];

test('operations see all of it', async () => {
  const text = JSON.stringify(await product.client.timeline(id));
  for (const secret of everywhere.slice(1)) expect(text).toContain(secret);
});

test('the customer sees its case without what is operations’ own', async () => {
  const { client } = product;
  const view = await client.read(id, customer);
  const [item] = await client.all<object>('/api/cases', customer);
  const timeline = await client.all<TimelineEntry>(`/api/cases/${id}/timeline?top=3`, customer);
  const text = JSON.stringify([view, item, timeline]);
  for (const secret of everywhere) expect(text).not.toContain(secret);
  expect(item).not.toHaveProperty('alerts');
  expect(view.escalations).toEqual([]);
  expect(view.downgrade).toBeUndefined();
  expect(view.allowed).toContain('customer.replied');
  expect(view.allowed.filter((type) => /^(engineer|investigation|downgrade)\./.test(type))).toEqual([]);
  // What is its own is there, each once, through as many pages as it takes.
  const types = timeline.map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining([
      'case.submitted',
      'clock.breached',
      'engineer.requestedInformation',
      'rca.declined',
    ]),
  );
  const sequences = timeline.map(({ sequence }) => sequence);
  expect(new Set(sequences).size).toBe(sequences.length);
  const mails = timeline.filter(({ type }) => type === 'mail.requested');
  expect(mails.map(({ data }) => data['kind'])).not.toContain('responseBreached');
  expect(mails.map(({ data }) => data['kind'])).toContain('informationRequested');
});

test('nor does an answer to what it does tell more', async () => {
  const { body } = await product.client.act(id, { type: 'customer.replied' }, customer);
  const view: CaseView = body;
  expect(view.downgrade).toBeUndefined();
  expect(JSON.stringify(view)).not.toContain('downgrade.');
});
