import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const submit = () => product.client.submit(submission);
const etagOf = ({ sequence }: CaseView) => `"${sequence}"`;
const get = (id: string, headers: Record<string, string> = {}) =>
  product.client.call<CaseView>('GET', `/api/cases/${id}`, { headers });

describe('ETag', () => {
  test('comes with the submission, the reading and each event, as the sequence of the body', async () => {
    const { client } = product;
    const submitted = await client.call<CaseView>('POST', '/api/cases', { body: submission });
    expect(submitted.headers.get('etag')).toBe(etagOf(submitted.body));
    const read = await get(submitted.body.id);
    expect(read.headers.get('etag')).toBe(etagOf(submitted.body));
    const acted = await client.act(submitted.body.id, { type: 'engineer.contacted' });
    expect(acted.headers.get('etag')).toBe(etagOf(acted.body));
    expect(acted.body.sequence).toBeGreaterThan(submitted.body.sequence);
  });

  test('mail and alarms leave it as it is; a warning changes it', async () => {
    const { client } = product;
    const view = await submit();
    await client.advance('PT1M');
    expect((await client.timeline(view.id)).map(({ type }) => type)).toContain('mail.sent');
    expect((await get(view.id)).headers.get('etag')).toBe(etagOf(view));
    await client.advance('PT29M');
    expect((await get(view.id)).headers.get('etag')).not.toBe(etagOf(view));
  });
});

describe('If-None-Match', () => {
  test.each([
    ['the present tag', (tag: string) => tag],
    ['the present tag, weak', (tag: string) => `W/${tag}`],
    ['one of several', (tag: string) => `"999999", ${tag}`],
    ['*', () => '*'],
  ])('%s: 304 without a body', async (_name, header) => {
    const view = await submit();
    const answer = await get(view.id, { 'if-none-match': header(etagOf(view)) });
    expect(answer.status).toBe(304);
    expect(answer.text).toBe('');
    expect(answer.headers.get('etag')).toBe(etagOf(view));
  });

  test.each(['"0"', '"nonsense"', 'nonsense', ''])('%s: the case', async (header) => {
    const view = await submit();
    expect((await get(view.id, { 'if-none-match': header })).status).toBe(200);
  });
});

describe('If-Match', () => {
  test.each([
    ['the present tag', (tag: string) => tag, 200],
    ['one of several', (tag: string) => `"999999", ${tag}`, 200],
    ['*', () => '*', 200],
    ['an older tag', () => '"1"', 412],
    ['a tag of another form', () => '"nonsense"', 412],
    ['no tag at all', () => 'nonsense', 412],
    // RFC 9110, 13.1.1: If-Match compares strongly, so a weak tag never matches.
    ['the present tag, weak', (tag: string) => `W/${tag}`, 412],
  ])('%s', async (_name, header, status) => {
    const view = await submit();
    const answer = await product.client.act(
      view.id,
      { type: 'engineer.contacted' },
      { headers: { 'if-match': header(etagOf(view)) } },
    );
    expect(answer.status).toBe(status);
    const contacted = (await product.client.timeline(view.id)).filter(
      ({ type }) => type === 'engineer.contacted',
    );
    expect(contacted).toHaveLength(status === 200 ? 1 : 0);
    if (status === 412) expect(answer.body.code).toBe('case.changed');
  });

  test('a breach that nobody has stored yet counts', async () => {
    const { client } = product;
    const view = await submit();
    const stale = etagOf(view);
    await client.advance('PT61M');
    const answer = await client.act(
      view.id,
      { type: 'engineer.contacted' },
      { headers: { 'if-match': stale } },
    );
    expect(answer.status).toBe(412);
  });

  test('of twenty writers with the same tag, one wins', async () => {
    const view = await submit();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        product.client.act(
          view.id,
          { type: 'engineer.contacted' },
          { headers: { 'if-match': etagOf(view) } },
        ),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(19).fill(412)]);
  });
});

describe('entitlements', () => {
  test('are created, read and replaced with etags', async () => {
    const { client } = product;
    const path = '/api/entitlements/tailspin';
    const as = 'operations' as const;
    expect((await client.call('GET', path, { as })).status).toBe(404);
    const created = await client.call('PUT', path, { as, body: contoso });
    expect(created.status).toBe(201);
    const first = created.headers.get('etag') ?? '';
    expect(first).toMatch(/^"[^"]+"$/);
    const read = await client.call('GET', path, { as });
    expect(read.body).toEqual({ tenantId: 'tailspin', ...contoso });
    expect(read.headers.get('etag')).toBe(first);

    const replaced = await client.call('PUT', path, {
      as,
      body: { ...contoso, plan: 'unified' },
      headers: { 'if-match': first },
    });
    expect(replaced.status).toBe(200);
    expect(replaced.headers.get('etag')).not.toBe(first);
    const stale = await client.call<{ code: string }>('PUT', path, {
      as,
      body: { ...contoso, plan: 'premier' },
      headers: { 'if-match': first },
    });
    expect(stale.status).toBe(412);
    expect((await client.call('GET', path, { as })).body).toMatchObject({ plan: 'unified' });
  });

  test.each(['nonsense', '"x", "y"', 'W/"x"'])('If-Match: %s never overwrites', async (header) => {
    const { client } = product;
    const answer = await client.call('PUT', '/api/entitlements/contoso', {
      as: 'operations',
      body: { ...contoso, plan: 'premier' },
      headers: { 'if-match': header },
    });
    expect(answer.status).toBe(412);
  });

  test('If-Match: * replaces what exists and creates nothing', async () => {
    const { client } = product;
    const put = (tenantId: string) =>
      client.call('PUT', `/api/entitlements/${tenantId}`, {
        as: 'operations',
        body: contoso,
        headers: { 'if-match': '*' },
      });
    expect((await put('contoso')).status).toBe(200);
    expect((await put('nobody-yet')).status).toBe(412);
  });
});

test('an incident is put over the version that If-Match names, and over no other', async () => {
  const path = '/api/incidents/MO-7';
  const put = (title: string, headers: Record<string, string> = {}) =>
    product.client.call<{ code?: string; title?: string }>('PUT', path, {
      as: 'operations',
      headers,
      body: { title, affected: 'multipleCustomers' },
    });
  expect((await put('Nothing to go over', { 'if-match': '*' })).status).toBe(412);
  const first = await put('First');
  expect(first.status).toBe(201);
  const seen = { 'if-match': first.headers.get('etag') ?? '' };
  expect((await put('Second', seen)).status).toBe(200);
  const late = await put('Late', seen);
  expect([late.status, late.body.code]).toEqual([412, 'incident.changed']);
  expect((await put('Third', { 'if-match': '*' })).body.title).toBe('Third');
});
