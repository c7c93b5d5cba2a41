/** Filters, order, pages and tables of the queues, and who may ask, over HTTP on the virtual clock. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { operationsEndpoints } from '../../shared/api/operations/endpoints.ts';
import type { QueueView } from '../../shared/api/operations/cases.ts';
import type { SummaryView } from '../../shared/api/operations/summary.ts';
import type { CallOptions, Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
const ids: Record<string, string> = {};
const day = { severity: 'B', require24X7Response: false };

// 2026-11-20T08:00:00Z is 17:00 in Tokyo, half an hour before it closes on a Friday.
beforeAll(async () => {
  product = await Product.start();
  const { client } = product;
  await client.putEntitlement('contoso', { ...contoso, plan: 'unified' });
  await client.putEntitlement('fabrikam', contoso);
  const submit = async (name: string, fields: object = {}) => {
    ids[name] = (await client.submit({ ...submission, title: `=cmd|${name}`, ...fields })).id;
  };
  await submit('urgent', { externalId: 'INC-7' });
  await submit('other', { tenantId: 'fabrikam' });
  await submit('daytime', day);
  await submit('asked', day);
  await client.act(ids['asked'] ?? '', { type: 'engineer.requestedInformation', message: 'Which order?' });
  await client.act(ids['daytime'] ?? '', { type: 'case.assigned', owner: { id: 'e-7', name: 'Mika' } });
  await submit('rested');
  await client.act(ids['rested'] ?? '', { type: 'engineer.contacted' });
  await client.advance('PT40M');
});
afterAll(() => product.dispose());

const list = (query: string, options: CallOptions = {}) =>
  product.client.call<QueueView & Fault>('GET', `/api/operations/cases?${query}`, {
    as: 'operations',
    ...options,
  });
const named = async (query: string) => {
  const { body } = await list(query);
  return body.value.map(({ title }) => title.replace('=cmd|', ''));
};

describe('the queues', () => {
  test.each([
    ['state=atRisk', ['urgent', 'other']],
    ['state=atRisk&tenant=contoso', ['urgent']],
    ['state=waitingForCustomer', ['asked']],
    ['state=atRest', ['rested']],
    ['state=atRisk,waitingForCustomer', ['urgent', 'other', 'asked']],
    ['state=overdue', []],
    ['owner=e-7', ['daytime']],
    ['externalId=INC-7', ['urgent']],
    ['text=inc-7', ['urgent']],
    ['text=URGENT', ['urgent']],
    ['plan=standard', ['other']],
    ['severity=B&state=waitingForCustomer', ['asked']],
    ['country=DE', []],
    ['status=closed', []],
  ])('?%s', async (query, expected) => {
    expect((await named(query)).toSorted()).toEqual([...expected].toSorted());
  });

  test('are found by reference, with and without hyphens', async () => {
    const { reference } = await product.client.read(ids['daytime'] ?? '', { as: 'operations' });
    expect(await named(`text=${reference}`)).toEqual(['daytime']);
    expect(await named(`text=${reference.replaceAll('-', '').toLowerCase()}`)).toEqual(['daytime']);
  });

  test('count each under the other filters', async () => {
    expect((await list('')).body.counts).toEqual({
      ...{ atRisk: 2, overdue: 0, waitingForCustomer: 1 },
      ...{ waitingForApproval: 0, mailFailed: 0, atRest: 1 },
    });
    expect((await list('tenant=fabrikam')).body.counts).toMatchObject({ atRisk: 1, atRest: 0 });
  });

  test.each(['timeLeft', 'lateness', 'newest'])('page by %s as in one list', async (sort) => {
    const all = await named(`sort=${sort}&top=200`);
    const paged = await product.client.all<{ title: string }>(`/api/operations/cases?sort=${sort}&top=2`, {
      as: 'operations',
    });
    expect(paged.map(({ title }) => title.replace('=cmd|', ''))).toEqual(all);
    expect(all).toHaveLength(5);
  });

  test('say that a countdown stands still at night, and when it goes on', async () => {
    const { body } = await list('owner=e-7');
    expect(body.value[0]?.countdown).toMatchObject({
      schedule: 'businessHours',
      counts: false,
      // Monday the 23rd is a holiday in Japan.
      changesAt: '2026-11-24T00:00:00Z',
    });
  });

  test('come as a table that no spreadsheet runs', async () => {
    const { text, headers } = await list('state=atRisk&top=1', { headers: { accept: 'text/csv' } });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('link')).toMatch(/rel="next"/);
    expect(text.split('\r\n')).toHaveLength(3);
    expect(text).toMatch(/,"'=cmd\|/);
    for (const path of ['summary', 'lateness', 'alarms']) {
      const table = await product.client.call('GET', `/api/operations/${path}?format=csv`, {
        as: 'operations',
      });
      expect(table.status).toBe(200);
      expect(table.text.split('\r\n').length).toBeGreaterThan(2);
    }
  });

  test.each(['state=late', 'text=ab', 'sort=up', 'top=0', 'continuation=x', 'country=Japan'])(
    'refuse ?%s with the field to mend',
    async (query) => {
      const { status, body } = await list(query);
      expect(status).toBe(400);
      expect(body.errors?.[0]?.pointer).toMatch(/^\//);
    },
  );
});

test('the summary counts what was promised, and null where nothing was measured', async () => {
  const { body } = await product.client.call<SummaryView>('GET', '/api/operations/summary', {
    as: 'operations',
  });
  const standard = body.attainment.find(
    ({ clock, plan }) => clock === 'initialResponse' && plan === 'standard',
  );
  expect(standard).toMatchObject({ running: 1, atRisk: 1, measured: 0, attainment: null });
  expect(body).toMatchObject({ atRisk: 2, breached: 0 });
});

describe('who may ask', () => {
  const calls = Object.values(operationsEndpoints).map(({ method, path }) => ({ method, path }));
  const others: readonly (readonly [string, CallOptions['as'], number])[] = [
    ['nobody', 'nobody', 401],
    ['an engineer', 'engineer', 403],
    ['an integration of the operator', 'integration', 403],
    ['a customer', { role: 'integration', tenantId: 'contoso' }, 403],
    ['a customer who claims the role', { role: 'operations', tenantId: 'contoso' }, 403],
  ];
  test.each(calls.flatMap((call) => others.map(([who, as, status]) => ({ ...call, who, as, status }))))(
    '$method $path: not $who',
    async ({ method, path, as, status }) => {
      const address = `/${path.replace('{id}', ids['urgent'] ?? '')}`;
      const body = method === 'POST' ? { body: { ids: ['x'], reason: 'x' } } : {};
      expect((await product.client.call(method, address, { as: as ?? 'nobody', ...body })).status).toBe(
        status,
      );
    },
  );
});
