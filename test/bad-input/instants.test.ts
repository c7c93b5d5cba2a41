/** Instants of years that no clock can be in: refused wherever one is taken, with where it stands and what is taken. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
let caseId: string;
beforeAll(async () => {
  product = await startFunctions();
  await product.client.putEntitlement('contoso', contoso);
  caseId = (await product.client.submit(submission)).id;
});
afterAll(() => product.dispose());

const absurd = [
  '9999-12-31T23:59:59Z',
  '2101-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '0001-01-01T00:00:00Z',
  '0000-01-01T00:00:00+14:00',
  '-000001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
];
const deadline = {
  schedule: 'businessHours',
  country: 'JP',
  start: '2026-11-20T08:00:00Z',
  duration: 'PT8H',
};
const events = () => `/api/cases/${caseId}/events`;
const query = (path: string, instant: string) => `${path}${encodeURIComponent(instant)}`;

type Asked = readonly [method: string, path: string, body?: object];

describe.each<[string, string, (instant: string) => Asked]>([
  [
    'a submission',
    '/problemStartTime',
    (at) => ['POST', '/api/cases', { ...submission, problemStartTime: at }],
  ],
  [
    'an event',
    '/occurredAt',
    (at) => ['POST', events(), { type: 'customer.replied', occurredAt: at, message: 'x' }],
  ],
  [
    'a first response that is corrected',
    '/contactedAt',
    (at) => ['POST', events(), { type: 'response.corrected', contactedAt: at, reason: 'x' }],
  ],
  ['an alert', '/until', (at) => ['POST', events(), { type: 'alert.acknowledged', until: at }]],
  [
    'the begin of an entitlement',
    '/validFrom',
    (at) => ['PUT', '/api/entitlements/contoso', { ...contoso, validFrom: at }],
  ],
  [
    'the end of an entitlement',
    '/validUntil',
    (at) => ['PUT', '/api/entitlements/contoso', { ...contoso, validUntil: at }],
  ],
  ['a policy', '/effectiveFrom', (at) => ['PUT', '/api/policy/versions/v2', { effectiveFrom: at }]],
  ['a calendar', '/effectiveFrom', (at) => ['PUT', '/api/calendars/JP', { effectiveFrom: at }]],
  [
    'a calendar to look at',
    '/effectiveFrom',
    (at) => ['POST', '/api/calendars/JP/preview', { effectiveFrom: at }],
  ],
  ['a deadline', '/start', (at) => ['POST', '/api/deadlines', { ...deadline, start: at }]],
  ['a list', '/dueBefore', (at) => ['GET', query('/api/cases?dueBefore=', at)]],
  [
    'a proof',
    '/after',
    (at) => ['GET', query(`/api/cases/${caseId}/clocks/initialResponse/proof?after=`, at)],
  ],
])('%s', (_name, pointer, ask) => {
  test.each(absurd)('of %s', async (instant) => {
    const [method, path, body] = ask(instant);
    const as = path === '/api/cases' ? 'integration' : 'operations';
    const { status, body: fault } = await product.client.call<Fault>(method, path, { as, body });
    expect(status).toBe(400);
    expect(fault.errors).toMatchObject([{ pointer }]);
    expect(fault.errors?.[0]?.detail).toMatch(
      /from 1970 to the end of 2100|An instant with its zone|date is expected/,
    );
  });
});

test('a pause that never ends is refused', async () => {
  const pauses = [{ from: '2026-11-20T09:00:00Z', to: '9999-12-31T23:59:59Z' }];
  const body = { ...deadline, pauses };
  const answer = await product.client.call<Fault>('POST', '/api/deadlines', { as: 'operations', body });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ pointer: '/pauses/0/to', code: 'pause.outOfRange' }]);
});

test('an entitlement that ends with a day of 9999 is refused, and told how to say that it does not end', async () => {
  const { status, body } = await product.client.call<Fault>('PUT', '/api/entitlements/contoso', {
    as: 'operations',
    body: { ...contoso, validUntil: '9999-12-31' },
  });
  expect(status).toBe(400);
  expect(body.errors?.[0]?.detail).toContain('leave the field out');
});
