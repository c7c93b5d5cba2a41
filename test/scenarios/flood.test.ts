import { afterAll, beforeAll, expect, test } from 'vitest';

import type { TimelineEntry } from '../../shared/api/schemas.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', { ...contoso, plan: 'unified' });
});
afterAll(() => product.dispose());

const asCustomer = { as: { role: 'integration', tenantId: 'contoso' } } as const;
const mails = async (caseId: string, kind: string) => (await product.client.mail({ caseId, kind })).length;
const withheld = (timeline: readonly TimelineEntry[]) =>
  timeline.flatMap(({ data }) => (data['mailWithheld'] === undefined ? [] : [data['mailWithheld']]));

test('an analysis asked for again and again: each stands, three are answered an hour', async () => {
  const { client } = product;
  const { id } = await client.submit(submission);
  for (let count = 0; count < 10; count += 1) {
    expect((await client.act(id, { type: 'rca.requested' }, asCustomer)).status).toBe(200);
  }
  await client.advance('PT1M');
  expect(await mails(id, 'rcaDeclined')).toBe(3);
  const timeline = await client.timeline(id);
  const asked = timeline.filter(({ type }) => type === 'rca.requested');
  expect(asked.map(({ data }) => data['mailWithheld'])).toEqual([
    ...[undefined, undefined, undefined],
    ...Array<string>(7).fill('rcaDeclined'),
  ]);
  expect(timeline.filter(({ data }) => data['kind'] === 'rcaDeclined')).toHaveLength(3);

  await client.advance('PT1H');
  await client.act(id, { type: 'rca.requested' }, asCustomer);
  await client.advance('PT1M');
  expect(await mails(id, 'rcaDeclined')).toBe(4);
});

test('closed and reopened again and again', async () => {
  const { client } = product;
  const { id } = await client.submit(submission);
  const reopen = {
    type: 'case.reopenRequested',
    environment: submission.environment,
    sameError: true,
    updateInstalled: false,
  };
  for (let count = 0; count < 6; count += 1) {
    expect((await client.act(id, { type: 'case.closed' }, asCustomer)).status).toBe(200);
    expect((await client.act(id, reopen, asCustomer)).status).toBe(200);
  }
  await client.advance('PT1M');
  expect(await mails(id, 'closed')).toBe(3);
  expect(await mails(id, 'reopened')).toBe(3);
  const view = await client.read(id);
  expect(view.status).toBe('open');
  expect(view).not.toHaveProperty('closing');
  expect(withheld(await client.timeline(id))).toEqual([
    'closed',
    'reopened',
    'closed',
    'reopened',
    'closed',
    'reopened',
  ]);

  // What an engineer does is told all the same.
  await client.act(id, { type: 'case.closed' });
  await client.advance('PT1M');
  expect(await mails(id, 'closed')).toBe(4);
  expect((await client.read(id)).closing).toEqual({ reason: 'requested' });
});

test('an escalation asked for again and again', async () => {
  const { client } = product;
  const { id } = await client.submit(submission);
  for (let count = 0; count < 5; count += 1) {
    // Whoever takes it up ends it; one that goes on cannot be asked for again.
    expect((await client.act(id, { type: 'escalation.requested' }, asCustomer)).status).toBe(200);
    expect((await client.act(id, { type: 'engineer.requestedInformation' })).status).toBe(200);
  }
  const timeline = await client.timeline(id);
  expect(withheld(timeline)).toEqual(['escalated', 'escalated']);
  expect(timeline.filter(({ type }) => type === 'escalation.started')).toHaveLength(3);
});

test('what an engineer asks is told as often as it is asked', async () => {
  const { client } = product;
  const { id } = await client.submit(submission);
  for (let count = 0; count < 5; count += 1) {
    await client.act(id, { type: 'engineer.requestedInformation', message: `Question ${count}` });
  }
  await client.advance('PT1M');
  expect(await mails(id, 'informationRequested')).toBe(5);
});
