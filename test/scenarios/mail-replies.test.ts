import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

const secret = 'a secret that only both of us know';
const contact = submission.contactDetails.primaryEmailAddress;

let product: Product;
beforeAll(async () => {
  product = await Product.start({ settings: { MAIL_REPLIES_SECRET: secret } });
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

function signed(body: string): Record<string, string> {
  const id = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

let count = 0;
/** What the inbound service hands over of a mail. */
async function post(mail: object) {
  const body = JSON.stringify({
    messageId: `<${(count += 1)}@contoso.example>`,
    from: contact,
    to: ['support@caseclock.example'],
    text: 'It is build 42.\n\nOn Friday Support wrote:\n> Which build?',
    returnPath: contact,
    authentication: { dmarc: 'pass' },
    ...mail,
  });
  const options = { as: 'nobody', body, headers: signed(body) } as const;
  return product.client.call<{ outcome: string }>('POST', '/api/mail/replies', options);
}

async function asked() {
  const { client } = product;
  const { id, reference } = await client.submit(submission);
  await client.act(id, { type: 'engineer.requestedInformation', message: 'Which build?' });
  await client.advance('PT1M');
  const timeline = await client.timeline(id);
  const claim = timeline.findLast(({ type }) => type === 'mail.claimed');
  return {
    id,
    subject: `RE: [${reference}] ${submission.title}`,
    operationId: String(claim?.data['operationId']),
  };
}

const typesOf = async (id: string) => (await product.client.timeline(id)).map(({ type }) => type);
const waiting = async (id: string) =>
  (await product.client.read(id)).clocks
    .filter(({ state }) => state === 'running')
    .map(({ kind, dueAt }) => [kind, dueAt]);

describe('an answer by mail', () => {
  test.each([
    ['its reference', ({ subject }: Awaited<ReturnType<typeof asked>>) => ({ subject })],
    [
      'its threading headers',
      ({ operationId }: Awaited<ReturnType<typeof asked>>) => ({
        inReplyTo: `<${operationId}@caseclock.example>`,
      }),
    ],
    [
      'the address it went to',
      ({ id }: Awaited<ReturnType<typeof asked>>) => ({ to: [`support+${id}@caseclock.example`] }),
    ],
  ])('is found by %s, recorded as the contact’s, and stops the clock of silence', async (_name, clue) => {
    const about = await asked();
    expect((await waiting(about.id)).map(([kind]) => kind)).toContain('customerReply');
    expect((await post(clue(about))).body).toEqual({ outcome: 'recorded' });
    const replied = (await product.client.timeline(about.id)).find(({ type }) => type === 'customer.replied');
    expect(replied).toMatchObject({
      data: { message: 'It is build 42.' },
      by: { role: 'integration', id: 'mail' },
    });
    expect((await waiting(about.id)).map(([kind]) => kind)).not.toContain('customerReply');
  });

  test('that comes twice is recorded once', async () => {
    const { id, subject } = await asked();
    const mail = { subject, messageId: '<the same>' };
    expect((await post(mail)).body.outcome).toBe('recorded');
    expect((await post(mail)).body.outcome).toBe('known');
    expect((await typesOf(id)).filter((type) => type === 'customer.replied')).toHaveLength(1);
  });
});

describe('what is no answer moves no clock, and operations see it', () => {
  test.each([
    ['stranger', { from: 'somebody@fabrikam.example' }],
    ['notAuthentic', { authentication: { dmarc: 'fail', spf: 'pass' } }],
    ['automatic', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['automatic', { returnPath: '' }],
    ['empty', { text: '> Which build?' }],
  ])('%s: %j', async (why, mail) => {
    const { id, subject } = await asked();
    const before = await waiting(id);
    expect((await post({ subject, ...mail })).body.outcome).toBe('noted');
    expect(await waiting(id)).toEqual(before);
    const types = await product.client.timeline(id);
    expect(types.at(-1)).toMatchObject({ type: 'reply.noted', data: { why } });
    const queue = await product.client.expect<{ value: { id: string; notedMails?: object }[] }>(
      200,
      'GET',
      '/api/operations/cases?sort=newest',
      { as: 'operations' },
    );
    const item = queue.body.value.find((one) => one.id === id);
    if (why === 'automatic') expect(item).not.toHaveProperty('notedMails');
    else expect(item?.notedMails).toMatchObject({ count: 1, latest: { why } });
    const seen = await product.client.all<{ type: string }>(`/api/cases/${id}/timeline`, {
      as: { role: 'integration', tenantId: 'contoso' },
    });
    expect(seen.map(({ type }) => type)).not.toContain('reply.noted');
  });

  test('a flood of them is noted up to some', async () => {
    const { id, subject } = await asked();
    for (let sent = 0; sent < 25; sent += 1) {
      expect((await post({ subject, from: 'flood@fabrikam.example' })).body.outcome).toBe('noted');
    }
    expect((await typesOf(id)).filter((type) => type === 'reply.noted')).toHaveLength(20);
  });

  test('one that is about no case changes nothing', async () => {
    expect((await post({ subject: 'Hello' })).body.outcome).toBe('unknown');
  });
});

test('a program that answers every mail for a week moves no clock and causes no mail', async () => {
  const { client } = product;
  const [answered, left] = [await asked(), await asked()];
  const kindsOf = async (id: string) => (await client.mail({ caseId: id })).map(({ kind }) => kind);
  let told = 0;
  for (let hour = 0; hour < 7 * 24; hour += 4) {
    const mails = (await client.mail({ caseId: answered.id })).filter(({ to }) => to === contact);
    for (; told < mails.length; told += 1) {
      const subject = `Automatic reply: ${answered.subject}`;
      await post({ subject, text: 'I am away.', headers: { 'Auto-Submitted': 'auto-replied' } });
    }
    await client.advance('PT4H');
  }
  expect(told).toBeGreaterThan(1);
  expect(await kindsOf(answered.id)).toEqual(await kindsOf(left.id));
  const clocksOf = async (id: string) =>
    (await client.read(id)).clocks.map(({ kind, state }) => [kind, state]);
  expect(await clocksOf(answered.id)).toEqual(await clocksOf(left.id));
  const { severity } = await client.read(answered.id);
  expect(severity).toBe((await client.read(left.id)).severity);
  expect(await typesOf(answered.id)).not.toContain('customer.replied');
});
