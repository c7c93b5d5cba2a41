import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Client } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { ofType } from '../support/timeline.ts';

let product: Product;
let client: Client;
beforeAll(async () => {
  product = await Product.start();
  ({ client } = product);
  await client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const outcome = (address: string, status?: string, more: object = {}) =>
  client.expect(200, 'POST', '/local/mail/outcomes', { body: { address, status, ...more } });

const contact = (name: string, others: readonly string[] = []) => ({
  ...submission.contactDetails,
  primaryEmailAddress: `${name}@contoso.example`,
  ...(others.length > 0 ? { additionalEmailAddresses: others } : {}),
});

const types = async (id: string) => (await client.timeline(id)).map(({ type }) => type);

test('delivered is on the timeline, and changes neither clocks nor ETag', async () => {
  await outcome('fine@contoso.example', 'Delivered');
  const { id } = await client.submit({ ...submission, contactDetails: contact('fine') });
  const before = await client.expect<{ clocks: object[] }>(200, 'GET', `/api/cases/${id}`);
  await client.advance('PT1S');
  expect((await types(id)).filter((type) => type === 'mail.delivered')).toHaveLength(1);
  const after = await client.expect<{ clocks: { dueAt: string }[] }>(200, 'GET', `/api/cases/${id}`);
  expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
});

test('COM-1: a bounce is known at once: operations are told once, and the further address is written to', async () => {
  const further = 'further@contoso.example';
  await outcome('gone@contoso.example', 'Bounced', { reason: '550 5.1.1 no such user' });
  const { id } = await client.submit({ ...submission, contactDetails: contact('gone', [further]) });
  await client.advance('PT1M');
  await client.act(id, { type: 'engineer.requestedInformation', message: 'Which build?' });
  await client.act(id, { type: 'engineer.updated', message: 'Still at it.' });
  await client.advance('PT1M');
  const view = await client.read(id, { as: 'operations' });
  expect(view.inaccurateAddresses).toEqual(['gone@contoso.example']);
  const mails = await client.mail({ caseId: id });
  expect(mails.map(({ kind, to, cc }) => [kind, to, cc])).toEqual([
    ['acknowledgement', 'gone@contoso.example', further],
    ['contactUnreachable', 'operations@caseclock.example', undefined],
    ['informationRequested', further, undefined],
    ['update', further, undefined],
  ]);
});

test('a fault that passes: the mail goes again to the address that it did not reach', async () => {
  const further = 'cc@contoso.example';
  await outcome('busy@contoso.example', 'Failed', { times: 1 });
  const { id } = await client.submit({ ...submission, contactDetails: contact('busy', [further]) });
  await client.advance('PT14M');
  expect(await client.mail({ caseId: id, kind: 'acknowledgement' })).toHaveLength(1);
  await client.advance('PT2M');
  const mails = await client.mail({ caseId: id, kind: 'acknowledgement' });
  expect(mails.map(({ to, cc }) => [to, cc])).toEqual([
    ['busy@contoso.example', further],
    ['busy@contoso.example', undefined],
  ]);
  expect((await types(id)).filter((type) => type === 'mail.bounced')).toHaveLength(1);
});

test('an operation that fails after it was accepted is known without a report: the mail goes again', async () => {
  await outcome('late@contoso.example', 'Dropped', { times: 1 });
  const { id } = await client.submit({ ...submission, severity: 'C', contactDetails: contact('late') });
  await client.advance('PT4H');
  const of = async (...wanted: string[]) => ofType(await client.timeline(id), ...wanted);
  expect(await of('mail.followed', 'mail.bounced')).toMatchObject([
    { type: 'mail.bounced', data: { recipient: 'late@contoso.example', status: 'failed' } },
    { type: 'mail.followed', data: { status: 'failed' } },
  ]);
  expect(await client.mail({ caseId: id })).toEqual([]);
  await client.advance('PT5H');
  expect((await client.mail({ caseId: id })).map(({ kind, to }) => [kind, to])).toEqual([
    ['acknowledgement', 'late@contoso.example'],
  ]);
  expect((await of('mail.followed')).map(({ data }) => data['status'])).toEqual(['failed', 'succeeded']);
});
