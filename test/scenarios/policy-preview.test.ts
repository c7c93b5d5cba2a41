import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

interface Preview {
  readonly moved: readonly { readonly caseId: string; readonly clock: string; from: string; to: string }[];
  readonly breaching: readonly { readonly caseId: string; readonly clock: string; dueAt: string }[];
  readonly cases: number;
}

let product: Product;
const ids: string[] = [];

beforeAll(async () => {
  product = await Product.start();
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  // At 08:00, 09:00 and 10:00: severity B around the clock has four hours.
  for (const severity of ['B', 'A', 'B']) {
    ids.push((await client.submit({ ...submission, severity })).id);
    await client.advance('PT1H');
  }
});
afterAll(() => product.dispose());

const preview = (body: object) =>
  product.client.call<Preview & Fault>('POST', '/api/policy/preview', { as: 'operations', body });

test('tells what would move and what would break at once, and changes nothing', async () => {
  const before = await Promise.all(ids.map((id) => product.client.timeline(id)));
  // It is 11:00. Two hours instead of four: the first would have been due at 10:00, the last is at 12:00.
  const { status, body } = await preview({ targets: { initialResponse: { B: { standard: 'PT2H' } } } });
  expect(status).toBe(200);
  const [first = '', , last = ''] = ids;
  expect(body.cases).toBe(3);
  expect([...body.moved].sort((a, b) => a.from.localeCompare(b.from))).toMatchObject([
    {
      caseId: first,
      clock: 'initialResponse',
      from: '2026-11-20T12:00:00Z',
      to: '2026-11-20T11:00:00Z',
    },
    { caseId: last, clock: 'initialResponse', from: '2026-11-20T14:00:00Z', to: '2026-11-20T12:00:00Z' },
  ]);
  expect(body.breaching).toMatchObject([
    { caseId: first, clock: 'initialResponse', dueAt: '2026-11-20T11:00:00Z' },
  ]);
  expect(await Promise.all(ids.map((id) => product.client.timeline(id)))).toEqual(before);
});

test('what it says is what putting the version does', async () => {
  const targets = { initialResponse: { B: { standard: 'PT3H' } } };
  const { body } = await preview({ targets });
  const [first = '', , last = ''] = ids;
  expect([...body.moved].sort((a, b) => a.from.localeCompare(b.from))).toMatchObject([
    { caseId: first, from: '2026-11-20T12:00:00Z', to: '2026-11-20T11:00:00Z' },
    { caseId: last, from: '2026-11-20T14:00:00Z', to: '2026-11-20T13:00:00Z' },
  ]);
  const put = await product.client.call('PUT', '/api/policy/versions/three-hours', {
    as: 'operations',
    body: { targets, applyTo: 'open' },
  });
  expect(put.status).toBe(201);
  for (const { caseId, to } of body.moved) {
    expect((await product.client.read(caseId)).clocks[0]?.dueAt).toBe(to);
  }
});

test('a changed policy that makes no sense is refused with a pointer', async () => {
  const { status, body } = await preview({ targets: { initialResponse: { D: { standard: 'PT3H' } } } });
  expect(status).toBe(400);
  expect(body.errors?.map(({ pointer }) => pointer)).toEqual(['/targets/initialResponse/D']);
});
