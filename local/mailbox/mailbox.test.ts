import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toMs } from '../../shared/calendar/instant.ts';
import { createMailbox, type Mailbox } from './index.ts';
import { accessKey, message, origin, signed, type Given } from './testing/requests.ts';

const product = toMs('2026-11-20T08:00:00Z');
const real = toMs('2030-01-01T00:00:00Z');

let time = { product, real };
let mailbox: Mailbox;
beforeEach(() => {
  time = { product, real };
  mailbox = open(':memory:');
});
afterEach(() => mailbox.close());

function open(path: string): Mailbox {
  return createMailbox({ path, accessKey, now: () => time.product, realNow: () => time.real });
}

async function ask(request: Request): Promise<Response> {
  const response = await mailbox.handle(request);
  if (!response) throw new Error(`nothing answers ${request.method} ${request.url}`);
  return response;
}

async function mails(query = ''): Promise<{ to: string; kind: string }[]> {
  return (await (await ask(new Request(`${origin}/local/mail${query}`))).json()) as {
    to: string;
    kind: string;
  }[];
}

const repeatable = (id: string, firstSent = new Date(time.real).toUTCString()) => ({
  'repeatability-request-id': id,
  'repeatability-first-sent': firstSent,
});

describe('sending', () => {
  it('202 with the operation and where to ask for it; Running, then Succeeded', async () => {
    const id = randomUUID();
    const answer = await ask(signed({ headers: { 'operation-id': id } }));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ id, status: 'Running' });
    expect(answer.headers.get('retry-after')).toBe('1');
    const location = answer.headers.get('operation-location') ?? '';
    expect(location).toBe(`${origin}/local/acs/emails/operations/${id}?api-version=2025-09-01`);
    const path = location.slice(origin.length);
    for (const status of ['Running', 'Succeeded', 'Succeeded'])
      expect(await (await ask(signed({ method: 'GET', path }))).json()).toEqual({ id, status });
  });

  it('an operation that is not known: 404', async () => {
    const path = `/local/acs/emails/operations/${randomUUID()}?api-version=2025-09-01`;
    expect((await ask(signed({ method: 'GET', path }))).status).toBe(404);
  });

  it('the same operation id again: the same operation, one mail', async () => {
    const headers = { 'operation-id': randomUUID() };
    for (let again = 0; again < 3; again++) expect((await ask(signed({ headers }))).status).toBe(202);
    expect(await mails()).toHaveLength(1);
  });

  it('no operation id: each request is a mail', async () => {
    for (let again = 0; again < 3; again++) await ask(signed());
    expect(await mails()).toHaveLength(3);
  });

  it('one entry for one mail, found by each of its recipients', async () => {
    const recipients = {
      to: [{ address: 'a@x.example' }, { address: 'b@x.example' }],
      cc: [{ address: 'c@x.example' }],
    };
    await ask(signed({ body: JSON.stringify({ ...message, recipients }) }));
    const to = 'a@x.example, b@x.example';
    expect(await mails()).toMatchObject([{ to, cc: 'c@x.example' }]);
    for (const one of ['a@x.example', 'B@X.example', 'c@x.example', to])
      expect(await mails(`?to=${encodeURIComponent(one)}`)).toMatchObject([{ to }]);
    for (const none of ['@x.example', 'a@x', 'x.example, b', '%', ','])
      expect(await mails(`?to=${encodeURIComponent(none)}`)).toEqual([]);
  });

  it.each([
    { name: 'no JSON', body: 'text' },
    { name: 'no sender', body: JSON.stringify({ ...message, senderAddress: undefined }) },
    { name: 'no recipient', body: JSON.stringify({ ...message, recipients: {} }) },
    { name: 'a bad address', body: JSON.stringify({ ...message, recipients: { to: [{ address: 'x' }] } }) },
    { name: 'no text', body: JSON.stringify({ ...message, content: { subject: 'Hello' } }) },
    {
      name: 'a line break in the subject',
      body: JSON.stringify({ ...message, content: { ...message.content, subject: 'a\r\nBcc: b' } }),
    },
  ])('$name: 400 with an error code, no mail', async ({ body }) => {
    const answer = await ask(signed({ body }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'BadRequest' } });
    expect(await mails()).toEqual([]);
  });

  it('an operation id that is no UUID: 400', async () => {
    expect((await ask(signed({ headers: { 'operation-id': '1' } }))).status).toBe(400);
  });
});

describe('signatures', () => {
  it.each<{ name: string; given: Given }>([
    { name: 'another key', given: { key: Buffer.alloc(32, 8).toString('base64') } },
    { name: 'another body', given: { tamper: { body: '{}' } } },
    { name: 'another path', given: { tamper: { path: '/local/acs/emails:send?api-version=1' } } },
    { name: 'another hash', given: { tamper: { headers: { 'x-ms-content-sha256': 'x' } } } },
    { name: 'another host', given: { tamper: { headers: { host: 'evil.example' } } } },
    { name: 'no authorization', given: { tamper: { headers: { authorization: '' } } } },
    { name: 'no date', given: { tamper: { headers: { 'x-ms-date': '' } } } },
    { name: 'an old date', given: { date: Date.now() - 16 * 60_000 } },
  ])('$name: 401, no mail', async ({ given }) => {
    expect((await ask(signed(given))).status).toBe(401);
    expect(await mails()).toEqual([]);
  });

  it('asking for an operation is signed too', async () => {
    const path = `/local/acs/emails/operations/${randomUUID()}`;
    expect((await ask(new Request(origin + path))).status).toBe(401);
  });
});

describe('repeatable requests, by the table in the service’s documentation', () => {
  it.each([
    { name: 'an id that is no UUID', headers: { 'repeatability-request-id': '1' }, status: 400 },
    { name: 'a first-sent that is no date', headers: { 'repeatability-first-sent': 'soon' }, status: 400 },
    {
      name: 'first sent more than 5 minutes ago',
      headers: { 'repeatability-first-sent': new Date(real - 301_000).toUTCString() },
      status: 412,
    },
    {
      name: 'first sent just within 5 minutes',
      headers: { 'repeatability-first-sent': new Date(real - 299_000).toUTCString() },
      status: 202,
    },
  ])('$name: $status', async ({ headers, status }) => {
    const answer = await ask(signed({ headers: { ...repeatable(randomUUID()), ...headers } }));
    expect(answer.status).toBe(status);
    expect(await mails()).toHaveLength(status === 202 ? 1 : 0);
  });

  it('a repetition: the first answer, one mail, without any operation id', async () => {
    const headers = repeatable(randomUUID());
    const first: unknown = await (await ask(signed({ headers }))).json();
    time.real += 60_000;
    const second = await ask(signed({ headers }));
    expect(second.status).toBe(202);
    expect(second.headers.get('operation-location')).toContain('/local/acs/emails/operations/');
    expect(await second.json()).toEqual(first);
    expect(await mails()).toHaveLength(1);
  });

  it('another body under the same id: 400', async () => {
    const headers = repeatable(randomUUID());
    await ask(signed({ headers }));
    const body = JSON.stringify({ ...message, senderAddress: 'other@caseclock.example' });
    expect((await ask(signed({ headers, body }))).status).toBe(400);
    expect(await mails()).toHaveLength(1);
  });

  it('a refusal is repeated as well', async () => {
    const headers = repeatable(randomUUID());
    for (let again = 0; again < 2; again++)
      expect((await ask(signed({ headers, body: '{}' }))).status).toBe(400);
  });
});

describe('GET /local/mail', () => {
  beforeEach(async () => {
    for (const [to, kind, minute] of [
      ['aiko@contoso.example', 'acknowledgement', 0],
      ['operations@caseclock.example', 'responseWarning', 30],
      ['aiko@contoso.example', 'responseLate', 60],
    ] as const) {
      time.product = product + minute * 60_000;
      const headers = { ...message.headers, 'x-caseclock-kind': kind };
      await ask(
        signed({ body: JSON.stringify({ ...message, headers, recipients: { to: [{ address: to }] } }) }),
      );
    }
  });

  it('all that was sent, in order of arrival, with the product’s time', async () => {
    expect(await mails()).toEqual([
      {
        id: 1,
        from: 'support@caseclock.example',
        to: 'aiko@contoso.example',
        language: 'en',
        subject: 'Hello',
        text: 'text',
        html: '<p>html</p>',
        caseId: 'case-1',
        kind: 'acknowledgement',
        sentAt: '2026-11-20T08:00:00Z',
      },
      expect.objectContaining({ kind: 'responseWarning', sentAt: '2026-11-20T08:30:00Z' }),
      expect.objectContaining({ kind: 'responseLate', sentAt: '2026-11-20T09:00:00Z' }),
    ]);
  });

  it.each([
    { query: '?to=aiko@contoso.example', kinds: ['acknowledgement', 'responseLate'] },
    { query: '?to=AIKO@contoso.example', kinds: ['acknowledgement', 'responseLate'] },
    { query: '?to=aiko', kinds: [] },
    { query: '?kind=responseWarning', kinds: ['responseWarning'] },
    { query: '?caseId=case-1&to=aiko@contoso.example&kind=responseLate', kinds: ['responseLate'] },
    { query: '?caseId=case-2', kinds: [] },
    { query: '?to=&kind=', kinds: ['acknowledgement', 'responseWarning', 'responseLate'] },
  ])('$query', async ({ query, kinds }) => {
    expect((await mails(query)).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('304 while nothing new has come', async () => {
    const first = await ask(new Request(`${origin}/local/mail`));
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const again = () => ask(new Request(`${origin}/local/mail`, { headers }));
    expect((await again()).status).toBe(304);
    await ask(signed());
    expect((await again()).status).toBe(200);
  });
});

it('what was accepted is there after the file was closed and opened again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  try {
    const headers = { 'operation-id': randomUUID(), ...repeatable(randomUUID()) };
    mailbox.close();
    mailbox = open(join(folder, 'mailbox.db'));
    await ask(signed({ headers }));
    mailbox.close();
    mailbox = open(join(folder, 'mailbox.db'));
    expect((await ask(signed({ headers }))).status).toBe(202);
    expect(await mails()).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is settled unless a mail is being taken in', async () => {
  expect(mailbox.settled()).toBe(true);
  const sending = ask(signed());
  expect(mailbox.settled()).toBe(false);
  await sending;
  expect(mailbox.settled()).toBe(true);
});

it('leaves other requests to the local runtime', async () => {
  for (const path of ['/local/clock', '/local/mail/1', '/local/acs/sms', '/api/cases'])
    expect(await mailbox.handle(new Request(origin + path))).toBeUndefined();
});
