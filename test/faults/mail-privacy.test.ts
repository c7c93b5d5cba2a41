import { createHmac } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Client } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { ofType } from '../support/timeline.ts';

const secret = 'a secret for tests';
const contactDetails = {
  ...submission.contactDetails,
  firstName: 'Zenobia',
  lastName: 'Quillfeather',
  primaryEmailAddress: 'zenobia@quillfeather.example',
  additionalEmailAddresses: ['deputy@quillfeather.example'],
  phoneNumber: '+81-3-5555-0199',
};
const stranger = 'meddler@elsewhere.example';

let product: Product;
let client: Client;
beforeAll(async () => {
  product = await Product.start({
    prints: ['--verbose'],
    settings: {
      LOG_EVENTS: 'all',
      MAIL_REPLIES_SECRET: secret,
      MAIL_REPLY_TO: 'support@caseclock.example',
    },
  });
  ({ client } = product);
  await client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

async function reply(reference: string, from: string, text = 'Quillfeather writes.'): Promise<unknown> {
  const messageId = `<${from}-${text.length}>`;
  const body = JSON.stringify({
    ...{ messageId, from, to: ['support@caseclock.example'], subject: `Re: [${reference}]`, text },
    authentication: { dmarc: 'pass' },
  });
  // Claims of signatures live in real time.
  const timestamp = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', secret).update(`id.${timestamp}.${body}`).digest('base64');
  const answer = await fetch(`${client.origin}/api/mail/replies`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...{ 'webhook-id': 'id', 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${mac}` },
    },
    body,
  });
  return ((await answer.json()) as { outcome?: unknown }).outcome;
}

test('no log names whoever writes or is written to, whatever becomes of the mail', async () => {
  const outcome = (address: string, status: string) =>
    client.call('POST', '/local/mail/outcomes', {
      body: { address, status, reason: `550 5.1.1 <${address}>: no such user Quillfeather` },
    });
  await outcome('deputy@quillfeather.example', 'Failed');
  const { id, reference } = await client.submit({ ...submission, contactDetails });
  expect(await reply(reference, stranger)).toBe('noted');
  await client.act(id, { type: 'engineer.requestedInformation', message: 'Which build, Ms Quillfeather?' });
  expect(await reply(reference, 'zenobia@quillfeather.example')).toBe('recorded');
  await outcome('zenobia@quillfeather.example', 'Bounced');
  await client.act(id, { type: 'engineer.updated', message: 'We are on it, Ms Quillfeather.' });
  // Turned away for a while, dropped after it was accepted, and what the service refuses.
  await client.expect(200, 'POST', '/local/mail/limit', { body: { perMinute: 1 } });
  await outcome('deputy@quillfeather.example', 'Dropped');
  await client.act(id, { type: 'engineer.proposedResolution', message: 'Restart it, Ms Quillfeather.' });
  await client.advance('PT2H');
  await client.expect(200, 'POST', '/local/mail/limit', { body: {} });
  await client.advance('PT5H');
  // Links: one that is good, one that is forged, one that cannot be read.
  const html = (await client.mail({ caseId: id })).map((mail) => mail.html).join('');
  const tokens = [...html.matchAll(/\/mail#[\w-]+\.\w+\.([\w.-]+)/g)].map(([, token = '']) => token);
  expect(tokens.length).toBeGreaterThan(0);
  for (const token of [...tokens.slice(-3), `${tokens[0] ?? ''}x`, 'v1.quillfeather'])
    await client.call('POST', '/api/mail/links/read', { as: 'nobody', body: { token } });
  await client.call('GET', '/api/operations/cases?text=zenobia%40quillfeather.example', { as: 'operations' });
  // Refused, so that it is told as a warning.
  await client.call('POST', `/api/cases/${id}/events`, {
    as: 'engineer',
    body: {
      type: 'contact.changed',
      contactDetails: { ...contactDetails, primaryEmailAddress: 'quillfeather' },
    },
  });
  const timeline = await client.timeline(id);
  expect(ofType(timeline, 'mail.bounced').length).toBeGreaterThan(1);
  expect(ofType(timeline, 'mail.deferred').length).toBeGreaterThan(0);
  expect(ofType(timeline, 'mail.followed').length).toBeGreaterThan(0);
  expect(ofType(timeline, 'reply.noted')).toHaveLength(1);

  await product.dispose();
  // Something was told, or this would prove nothing.
  expect(product.printed).toContain('a mail that is no answer has come: stranger');
  expect(product.printed).toContain('has not reached a recipient: bounced');
  const signatures = tokens.map((token) => token.split('.').at(-1)?.toLowerCase() ?? '');
  for (const word of ['quillfeather', 'zenobia', stranger, '5555', 'no such user', secret, ...signatures])
    expect(product.printed.toLowerCase()).not.toContain(word);
});
