import { afterAll, beforeAll, expect, test } from 'vitest';

import type { TimelineEntry } from '../../shared/api/schemas.ts';
import type { Client } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
let client: Client;
beforeAll(async () => {
  product = await Product.start();
  ({ client } = product);
  await client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

/** Ten at a time: the product refuses what it cannot serve beside. */
async function submitted(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const some = Array.from({ length: 10 }, async () => (await client.submit(submission)).id);
    ids.push(...(await Promise.all(some)));
  }
  return ids;
}

const sentOf = async (ids: readonly string[], kind: string) =>
  (await client.mail({ kind })).filter(({ caseId }) => ids.includes(caseId));

test('once the clock has been moved, every mail that could be sent is in the mailbox', async () => {
  const ids = await submitted(40);
  await client.advance('PT61M');
  const late = await sentOf(ids, 'responseLate');
  expect(new Set(late.map(({ caseId }) => caseId)).size).toBe(40);
  expect(late).toHaveLength(40);
});

test('a flood against a mailbox that takes a hundred a minute: all are sent, none has failed, none is sent twice', async () => {
  await client.call('POST', '/local/mail/limit', { body: { perMinute: 100 } });
  const ids = await submitted(250);
  await client.advance('PT10M');
  const mails = await sentOf(ids, 'acknowledgement');
  expect(mails).toHaveLength(250);
  expect(new Set(mails.map(({ caseId }) => caseId)).size).toBe(250);
  const within = (minute: number) =>
    mails.filter(({ sentAt }) => Math.floor(Date.parse(sentAt) / 60_000) === minute).length;
  const minutes = mails.map(({ sentAt }) => Math.floor(Date.parse(sentAt) / 60_000));
  for (const minute of new Set(minutes)) expect(within(minute)).toBeLessThanOrEqual(100);
  const refused: TimelineEntry[] = [];
  for (const id of ids) {
    const timeline = await client.timeline(id);
    expect(timeline.filter(({ type }) => type === 'mail.failed')).toEqual([]);
    refused.push(...timeline.filter(({ type }) => type === 'mail.deferred'));
  }
  // Those that were under way together when the service had enough.
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(60);
  await client.call('POST', '/local/mail/limit', { body: {} });
});

test('a limit that is none is refused', async () => {
  expect((await client.call('POST', '/local/mail/limit', { body: { perMinute: 0 } })).status).toBe(400);
  expect((await client.call('GET', '/local/mail/limit')).body).toEqual({});
});
