import { afterAll, beforeAll, expect, test } from 'vitest';

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

test('who may not report changes nothing, and learns nothing', async () => {
  const body = [
    { id: '1', eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'x' } },
  ];
  for (const [as, status] of [
    ['nobody', 401],
    ['operations', 403],
    [{ role: 'integration', tenantId: 'contoso' }, 403],
  ] as const) {
    expect((await client.call('POST', '/api/mail/reports', { as, body })).status).toBe(status);
  }
});

test('Event Grid itself: the subscription is validated, and what comes twice is recorded once', async () => {
  const other = await Product.start({ settings: { MAIL_REPORTS_APP_ID: 'local-operations' } });
  try {
    const grid = other.client;
    await grid.putEntitlement('contoso', contoso);
    const post = (body: unknown) => grid.call('POST', '/api/mail/reports', { as: 'operations', body });
    const validation = { id: '1', eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent' };
    expect(await post([{ ...validation, data: { validationCode: 'c0de' } }])).toMatchObject({
      status: 200,
      body: { validationResponse: 'c0de' },
    });
    const { id } = await grid.submit(submission);
    await grid.advance('PT1S');
    const claimed = (await grid.timeline(id)).find(({ type }) => type === 'mail.claimed');
    const data = {
      sender: 'support@caseclock.example',
      recipient: submission.contactDetails.primaryEmailAddress,
      messageId: claimed?.data['operationId'],
      status: 'Suppressed',
      deliveryStatusDetails: { statusMessage: 'bounced before' },
    };
    const report = (more: object) => ({
      id: '2',
      eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
      data: { ...data, ...more },
    });
    const strange = '00000000-0000-4000-8000-000000000000';
    const others = [{ id: '3', eventType: 'Contoso.Other', data: null }, report({ messageId: strange })];
    expect((await post([report({}), ...others])).status).toBe(200);
    expect((await post([report({})])).status).toBe(200);
    const timeline = await grid.timeline(id);
    expect(timeline.filter(({ type }) => type === 'mail.bounced').map((one) => one.data)).toEqual([
      {
        mailId: claimed?.data['mailId'],
        attempt: 1,
        recipient: data.recipient,
        status: 'suppressed',
        reason: 'bounced before',
      },
    ]);
    // What the service said, and to whom, is none of the customer's.
    const seen = await grid.all<object>(`/api/cases/${id}/timeline`, {
      as: { role: 'integration', tenantId: 'contoso' },
    });
    expect(JSON.stringify(seen)).not.toContain('bounced before');
    expect((await post({})).status).toBe(400);
    expect((await post('[')).status).toBe(400);
  } finally {
    await other.dispose();
  }
});
