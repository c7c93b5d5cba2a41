import { request as plainRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
let caseId: string;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
  caseId = (await product.client.submit(submission)).id;
});
afterAll(() => product.dispose());

const get = (path: string) => product.client.call<Fault>('GET', path, { as: 'operations' });

/** A request whose target goes out as it is written. */
async function raw(method: string, target: string, headers: Record<string, string> = {}) {
  const token = await product.client.token('operations');
  return new Promise<number | undefined>((resolve, reject) => {
    const { port } = new URL(product.client.origin);
    const sent = plainRequest(
      {
        port,
        host: '127.0.0.1',
        method,
        path: target,
        headers: { authorization: `Bearer ${token}`, ...headers },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

describe('queries', () => {
  test.each([
    ['/api/cases?top=0', '/top'],
    ['/api/cases?top=201', '/top'],
    ['/api/cases?top=-1', '/top'],
    ['/api/cases?top=1.5', '/top'],
    ['/api/cases?top=abc', '/top'],
    ['/api/cases?top=', '/top'],
    ['/api/cases?top=1e999', '/top'],
    ['/api/cases?status=resolved', '/status'],
    ['/api/cases?severity=D', '/severity'],
    ['/api/cases?severity=', '/severity'],
    ['/api/cases?breached=maybe', '/breached'],
    ['/api/cases?dueBefore=tomorrow', '/dueBefore'],
    ['/api/cases?dueBefore=2026-11-20', '/dueBefore'],
    ['/api/cases?tenantId=a%20b', '/tenantId'],
    ['/api/cases?tenant=contoso', '/tenant'],
    ['/api/cases?Status=open', '/Status'],
    ['/api/cases?continuation=nonsense', '/continuation'],
    ['/api/cases?continuation=W10', '/continuation'],
    ['/api/cases?continuation=bnVsbA', '/continuation'],
    [`/api/cases?continuation=${'x'.repeat(1001)}`, '/continuation'],
    ['/api/operations/alarms?continuation=nonsense', '/continuation'],
    ['/api/operations/alarms?continuation=WzFd', '/continuation'],
    ['/api/operations/alarms?top=1000', '/top'],
    ['/api/operations/alarms?status=open', '/status'],
  ])('%s', async (path, pointer) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  test.each([
    ['top=0', '/top'],
    ['top=501', '/top'],
    ['after=-1', '/after'],
    ['after=x', '/after'],
    ['before=1', '/before'],
  ])('timeline?%s', async (query, pointer) => {
    const { status, body } = await get(`/api/cases/${caseId}/timeline?${query}`);
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  test('timeline?top=500 is the largest page', async () => {
    expect((await get(`/api/cases/${caseId}/timeline?top=500`)).status).toBe(200);
  });

  test('an unknown parameter gets the nearest known name', async () => {
    const { body } = await get('/api/cases?severty=A');
    expect(body.errors).toMatchObject([{ pointer: '/severty', suggestion: 'severity' }]);
  });
});

describe('ids', () => {
  test.each([
    'unknown',
    'x'.repeat(65),
    'x'.repeat(5000),
    "'; DROP TABLE commits; --",
    '../../etc/passwd',
    '%00',
    '\u0000',
    'a b',
    '日本',
    '__proto__',
  ])('a case %j is unknown', async (id) => {
    for (const path of [
      `/api/cases/${encodeURIComponent(id)}`,
      `/api/cases/${encodeURIComponent(id)}/timeline`,
    ]) {
      const { status } = await get(path);
      expect(status).toBe(id.length > 64 ? 400 : 404);
    }
  });

  test.each([
    ['a b', 400],
    ['', 404],
    ['..', 200],
    ['x'.repeat(129), 400],
    ['%2F', 400],
    ['日本', 400],
  ])('a tenant %j', async (id, expected) => {
    const { status } = await get(`/api/entitlements/${encodeURIComponent(id)}`);
    expect(status).toBe(expected);
  });

  test.each(['unknown', `unknown.0`, 'x'.repeat(81), '.0'])('an alarm %j', async (id) => {
    const { status } = await product.client.call(
      'POST',
      `/api/operations/alarms/${encodeURIComponent(id)}/restart`,
      { as: 'operations' },
    );
    expect(status).toBe(id.length > 80 ? 400 : 404);
  });
});

describe('targets and methods', () => {
  test.each([
    ['GET', '/api/cases/%', 400],
    ['GET', '/api/cases/%E3%81', 400],
    ['GET', '/api/cases/%ff/timeline', 400],
    ['GET', '//api/cases', 404],
    ['GET', '/api//cases', 404],
    ['GET', '/api/cases/..%2f..%2fsecrets.json', 404],
    ['GET', '/api/../local/acs', 404],
    ['GET', '/api/cases?%', 400],
    ['GET', '/api/cases?%ff=1', 400],
    ['GET', '/nothing?', 404],
    ['GET', `/${'a'.repeat(8000)}`, 404],
    ['DELETE', '/api/cases', 405],
    ['PATCH', '/api/cases', 405],
    // These never reach an app on the real host.
    ['OPTIONS', '/api/cases', 404],
    ['HEAD', '/api/cases', 404],
    ['TRACE', '/api/cases', 404],
    ['PROPFIND', '/api/cases', 404],
    ['POST', '/api/health', 405],
    ['GET', '/api/nothing', 404],
    ['POST', '/local/clock', 400],
    ['POST', '/local/acs/emails:send', 401],
    ['GET', '/local/acs/emails/operations/x', 401],
    ['GET', '/local/acs/emails/operations/%', 401],
    ['GET', '/local/mail/999/html', 404],
    ['GET', '/local/openapi/../../package.json', 404],
    ['GET', '/local/openapi/%', 404],
    ['GET', '/durabletask/instances/%', 401],
    ['GET', '/durabletask/instances/unknown', 401],
    ['POST', '/durabletask/orchestrators/%', 401],
    ['GET', `/api/cases?title=${'x'.repeat(9000)}`, 414],
    ['GET', '/runtime/webhooks/durabletask/instances/x', 401],
  ])('%s %s is refused, not an error of ours: %i', async (method, target, status) => {
    expect(await raw(method, target)).toBe(status);
    expect((await get('/api/health')).status).toBe(200);
  });

  test.each([
    ['DELETE', '/api/cases', 405, 'method.notAllowed', 'GET, POST'],
    ['DELETE', '/API/Cases/', 405, 'method.notAllowed', 'GET, POST'],
    ['PUT', '/api/cases/x/timeline', 405, 'method.notAllowed', 'GET'],
    ['GET', '/api/nothing', 404, 'path.unknown', null],
    ['GET', '/favicon.ico', 404, 'path.unknown', null],
  ])('%s %s is answered by a problem: %i', async (method, path, status, code, allow) => {
    const answer = await product.client.call<Fault>(method, path, { as: 'nobody' });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.body).toMatchObject({ code, detail: expect.stringMatching(/\.$/) as string });
  });

  test.each(['/', '/api', '/api/'])('%s leads somewhere useful', async (path) => {
    const plain = await product.client.call('GET', path, { as: 'nobody' });
    expect(plain.body).toMatchObject({ links: { openApi: '/api/openapi.json' } });
    const page = await product.client.call('GET', path, {
      as: 'nobody',
      headers: { accept: 'text/html,*/*;q=0.8' },
    });
    expect(page.headers.get('content-type')).toContain('text/html');
    for (const [, link = ''] of page.text.matchAll(/href="([^"]+)"/g)) {
      expect((await get(link)).status).toBe(200);
    }
  });

  test('a name that a page elsewhere made point here is turned away', async () => {
    expect(await raw('GET', '/api/health', { host: 'evil.example' })).toBe(403);
    expect(await raw('GET', '/local/token?role=operations', { origin: 'https://evil.example' })).toBe(403);
  });
});

describe('events', () => {
  test.each([
    ['nothing', {}, '/type'],
    ['an unknown type', { type: 'engineer.called' }, '/type'],
    ['what the product appends by itself', { type: 'clock.breached' }, '/type'],
    ['mail of its own', { type: 'mail.sent' }, '/type'],
    ['a type that is no text', { type: 7 }, '/type'],
    ['a message that is none', { type: 'engineer.contacted', message: 7 }, '/message'],
    ['an empty message', { type: 'engineer.contacted', message: '' }, '/message'],
    ['a message too long', { type: 'engineer.contacted', message: 'x'.repeat(8001) }, '/message'],
    ['no instant', { type: 'engineer.contacted', occurredAt: 'now' }, '/occurredAt'],
    ['a far future', { type: 'engineer.contacted', occurredAt: '9999-12-31T23:59:59Z' }, '/occurredAt'],
    ['a far past', { type: 'engineer.contacted', occurredAt: '0001-01-01T00:00:00Z' }, '/occurredAt'],
    ['an unknown field', { type: 'engineer.contacted', mesage: 'x' }, '/mesage'],
  ])('%s', async (_name, event, pointer) => {
    const { status, body } = await product.client.act(caseId, event);
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.pointer)).toEqual([pointer]);
    expect((await product.client.read(caseId)).clocks[0]?.state).toBe('running');
  });
});

describe('entitlements', () => {
  test.each([
    ['no plan', { country: 'JP' }, '/plan'],
    ['an unknown plan', { ...contoso, plan: 'gold' }, '/plan'],
    ['an unknown country', { ...contoso, country: 'XX' }, '/country'],
    ['an unknown region', { ...contoso, country: 'DE', region: 'ZZ' }, '/region'],
    ['a partner that is none', { ...contoso, delegatedPartners: ['a b'] }, '/delegatedPartners/0'],
    ['a field that is none', { ...contoso, delegatedPartner: [] }, '/delegatedPartner'],
    ['targets on Standard', { ...contoso, targets: { initialResponse: { B: 'PT3H' } } }, '/targets'],
    [
      'a target of no time',
      { ...contoso, purchasedFrom: 'other', targets: { initialResponse: { B: 'PT0S' } } },
      '/targets/initialResponse/B',
    ],
    [
      'a target of a century',
      { ...contoso, purchasedFrom: 'other', targets: { initialResponse: { B: 'PT876000H' } } },
      '/targets/initialResponse/B',
    ],
    [
      'a target in days',
      { ...contoso, purchasedFrom: 'other', targets: { initialResponse: { B: 'P1D' } } },
      '/targets/initialResponse/B',
    ],
    [
      'hours that overlap',
      {
        ...contoso,
        hours: {
          monday: [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      },
      '/hours/monday/1',
    ],
    [
      'hours that end before they begin',
      { ...contoso, hours: { monday: [['17:00', '09:00']] } },
      '/hours/monday/0',
    ],
    ['hours that never open', { ...contoso, hours: {} }, '/hours'],
    [
      'a date that is none',
      { ...contoso, holidays: { add: [{ date: '2026-02-30' }] } },
      '/holidays/add/0/date',
    ],
  ])('%s', async (_name, entitlement, pointer) => {
    const path = '/api/entitlements/contoso';
    const { status, body } = await product.client.call<Fault>('PUT', path, {
      as: 'operations',
      body: entitlement,
    });
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.pointer)).toContainEqual(pointer);
    expect((await product.client.call('GET', path, { as: 'operations' })).body).toMatchObject(contoso);
  });
});
