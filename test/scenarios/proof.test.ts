import { afterAll, beforeAll, expect, test } from 'vitest';

import type { ClockProof } from '../../shared/api/time/proofs.ts';
import type { Fault } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
let caseId: string;

beforeAll(async () => {
  product = await Product.start();
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const slow = { ...submission, severity: 'B', require24X7Response: false, problemType: 'performance' };
  caseId = (await client.submit(slow)).id;
});
afterAll(() => product.dispose());

async function proof(name: string): Promise<ClockProof> {
  const path = `/api/cases/${caseId}/clocks/${name}/proof`;
  return (await product.client.expect<ClockProof>(200, 'GET', path, { as: 'engineer' })).body;
}

const shown = ({ segments }: ClockProof) => segments.map(({ kind, from, to }) => `${kind} ${from} ${to}`);

test('a clock in business hours: half an hour on Friday, then Tuesday after the holiday', async () => {
  const { counted, target, dueAt, calendar, rules, ...rest } = await proof('initialResponse');
  // 17:00-17:30 on Friday, and 09:00-12:30 on Tuesday, Tokyo time.
  expect(shown({ ...rest, counted, target, dueAt, calendar, rules })).toEqual([
    'counted 2026-11-20T08:00:00Z 2026-11-20T08:30:00Z',
    'closed 2026-11-20T08:30:00Z 2026-11-23T00:00:00Z',
    'holiday 2026-11-23T00:00:00Z 2026-11-23T08:30:00Z',
    'closed 2026-11-23T08:30:00Z 2026-11-24T00:00:00Z',
    'counted 2026-11-24T00:00:00Z 2026-11-24T03:30:00Z',
  ]);
  expect({ counted, target, dueAt }).toEqual({
    counted: 'PT4H',
    target: 'PT4H',
    dueAt: '2026-11-24T03:30:00Z',
  });
  expect(calendar.timeZone).toBe('Asia/Tokyo');
  expect(rules).toEqual(['IR-B', 'BH-3', 'BH-4']);
});

test('a clock that stood, and went on under other hours', async () => {
  const { client } = product;
  await client.act(caseId, { type: 'investigation.started' });
  await client.advance('PT10M');
  await client.act(caseId, { type: 'investigation.paused' });
  await client.advance('PT10M');
  expect(await proof('bestEffort')).toMatchObject({ dueAt: null, counted: 'PT10M' });

  await client.act(caseId, { type: 'investigation.started' });
  await client.advance('PT5M');
  await client.act(caseId, { type: 'coverage.changed', require24X7Response: true });
  const around = await proof('bestEffort');
  // 10 and 5 minutes of Friday's business hours, then 3 h 45 min around the clock.
  expect(shown(around)).toEqual([
    'counted 2026-11-20T08:00:00Z 2026-11-20T08:10:00Z',
    'paused 2026-11-20T08:10:00Z 2026-11-20T08:20:00Z',
    'counted 2026-11-20T08:20:00Z 2026-11-20T08:25:00Z',
    'counted 2026-11-20T08:25:00Z 2026-11-20T12:10:00Z',
  ]);
  expect(around).toMatchObject({ counted: 'PT4H', dueAt: '2026-11-20T12:10:00Z' });
});

test('a clock by its id, and one that is not there', async () => {
  const { clocks } = await product.client.read(caseId);
  expect((await proof(clocks[0]?.id ?? '')).kind).toBe('initialResponse');
  const path = `/api/cases/${caseId}/clocks/customerReply/proof`;
  const { status, body } = await product.client.call<Fault>('GET', path);
  expect([status, body.code]).toEqual([404, 'clock.unknown']);
  expect(body.detail).toContain('bestEffort');
});
