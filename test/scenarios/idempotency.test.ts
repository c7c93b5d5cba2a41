import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import type { Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const post = (key: string, body: unknown = submission, as: 'integration' | 'engineer' = 'integration') =>
  product.client.call<CaseView & Fault>('POST', '/api/cases', {
    as,
    body,
    headers: { 'idempotency-key': key },
  });

const count = async () => (await product.client.all('/api/cases?top=200')).length;

test('the same key and body give the same answer, though time has passed since', async () => {
  const first = await post('same');
  await product.client.advance('PT50M');
  const second = await post('same');
  expect(second.status).toBe(201);
  expect(second.text).toBe(first.text);
  expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  expect(second.headers.get('location')).toBe(`/api/cases/${first.body.id}`);
});

test('the same answer still after a day and a restart', async () => {
  const first = await post('kept');
  await product.client.advance('PT25H');
  await product.stop();
  await product.restart();
  const second = await post('kept');
  expect(second.status).toBe(201);
  expect(second.text).toBe(first.text);
});

test('the order of fields and white space make no other body', async () => {
  const first = await post('order');
  const reversed = Object.fromEntries(Object.entries(submission).reverse());
  const second = await post('order', JSON.stringify(reversed, null, 3));
  expect(second.body.id).toBe(first.body.id);
});

test('another body with the same key is a mismatch', async () => {
  await post('mismatch');
  const second = await post('mismatch', { ...submission, title: 'Another title' });
  expect(second.status).toBe(422);
  expect(second.body.code).toBe('idempotency.mismatch');
});

test('keys of other clients and tenants are others', async () => {
  const first = await post('scoped');
  const other = await post('scoped', submission, 'engineer');
  expect(other.status).toBe(201);
  expect(other.body.id).not.toBe(first.body.id);
});

test('without a key each submission is a case', async () => {
  const before = await count();
  await product.client.submit(submission);
  await product.client.submit(submission);
  expect(await count()).toBe(before + 2);
});

test('of many at once with one key, one makes a case and none another', async () => {
  const before = await count();
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('at once')));
  const accepted = answers.filter(({ status }) => status === 201);
  expect(accepted.length).toBeGreaterThan(0);
  expect(new Set(accepted.map(({ text }) => text)).size).toBe(1);
  const rest = answers.filter(({ status }) => status !== 201);
  for (const { status, body } of rest) {
    expect(status).toBe(409);
    expect(body.code).toBe('idempotency.inFlight');
  }
  expect(await count()).toBe(before + 1);
  const later = await post('at once');
  expect(later.text).toBe(accepted[0]?.text);
});

test('a refusal is not kept: it is decided again', async () => {
  const tenant = { ...submission, tenantId: 'latecomer' };
  const refused = await post('again', tenant);
  expect(refused.status).toBe(422);
  expect(refused.body.code).toBe('entitlement.missing');
  await product.client.putEntitlement('latecomer', contoso);
  expect((await post('again', tenant)).status).toBe(201);
});

test.each(['', ' '.repeat(300), 'x'.repeat(256)])('a key of %o', async (key) => {
  const answer = await post(key);
  // An empty header and one of white space arrive as an empty one.
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('idempotency.keyInvalid');
});

test('an event with a key is recorded once, and answered the same again before If-Match is looked at', async () => {
  const { client } = product;
  const view = await client.submit(submission);
  const act = (type: string, etag: string) =>
    client.act(view.id, { type }, { headers: { 'idempotency-key': 'contact', 'if-match': etag } });
  const etag = `"${view.sequence}"`;
  const first = await act('engineer.contacted', etag);
  expect(first.status).toBe(200);
  expect(first.body.sequence).toBeGreaterThan(view.sequence);
  await client.advance('PT10M');
  // The ETag of before the first is stale now; the replay does not care.
  const second = await act('engineer.contacted', etag);
  expect(second.status).toBe(200);
  expect(second.text).toBe(first.text);
  expect((await client.timeline(view.id)).filter(({ type }) => type === 'engineer.contacted')).toHaveLength(
    1,
  );
  const mismatch = await act('case.closed', etag);
  expect(mismatch.status).toBe(422);
  expect(mismatch.body.code).toBe('idempotency.mismatch');
  expect((await client.read(view.id)).status).toBe('open');
});

test('a key used on one case means nothing on another', async () => {
  const { client } = product;
  const [one, two] = [await client.submit(submission), await client.submit(submission)];
  const options = { headers: { 'idempotency-key': 'both' } };
  expect((await client.act(one.id, { type: 'case.closed' }, options)).body.id).toBe(one.id);
  expect((await client.act(two.id, { type: 'case.closed' }, options)).body.id).toBe(two.id);
});

test.each(['/API/Cases/', '/api/cases?', '/api/CASES', '/api/%63ases'])(
  'however the path is spelled (%s), it is the same request',
  async (path) => {
    const key = `spelled ${path}`;
    const first = await post(key);
    const headers = { 'idempotency-key': key };
    const second = await product.client.call<CaseView>('POST', path, { body: submission, headers });
    // A path that the host does not take for this one makes no case either.
    if (second.status !== 404) expect(second.text).toBe(first.text);
  },
);

test('nor does it matter how the path of an event is spelled', async () => {
  const { client } = product;
  const { id } = await client.submit(submission);
  const options = { as: 'engineer', body: { type: 'engineer.contacted' } } as const;
  const headers = { 'idempotency-key': 'contacted' };
  const paths = [`/api/cases/${id}/events`, `/API/Cases/${id}/EVENTS/`];
  const answers: string[] = [];
  for (const path of paths)
    answers.push((await client.expect(200, 'POST', path, { ...options, headers })).text);
  expect(answers[1]).toBe(answers[0]);
  const timeline = await client.timeline(id);
  expect(timeline.filter(({ type }) => type === 'engineer.contacted')).toHaveLength(1);
});

test('SUB-4: a partner whose delegation has ended gets no answer of before', async () => {
  const { client } = product;
  await client.putEntitlement('delegating', contoso);
  const as = { role: 'integration', tenantId: 'fabrikam' } as const;
  const body = {
    ...submission,
    tenantId: 'delegating',
    submitter: { id: 'p-1', roles: [], partnerTenantId: 'fabrikam' },
  };
  const repeat = () =>
    client.call<CaseView & Fault>('POST', '/api/cases', {
      as,
      body,
      headers: { 'idempotency-key': 'partner' },
    });
  const { status, body: view } = await repeat();
  expect(status).toBe(201);
  expect((await repeat()).status).toBe(201);
  const act = () =>
    client.act(view.id, { type: 'rca.requested' }, { as, headers: { 'idempotency-key': 'partner' } });
  expect((await act()).status).toBe(200);

  await client.putEntitlement('delegating', { ...contoso, delegatedPartners: [] });
  expect(await repeat()).toMatchObject({ status: 403, body: { rules: ['SUB-4'] } });
  expect((await act()).status).toBe(404);
});
