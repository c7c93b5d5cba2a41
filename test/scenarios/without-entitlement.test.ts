/** A tenant that has bought nothing may manage subscriptions and read its own cases, nothing else (PLAN-5). */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
let own: CaseView;
const newcomer = { as: { role: 'integration', tenantId: 'newcomer' } } as const;
const partner = { as: { role: 'integration', tenantId: 'fabrikam' } } as const;
const aboutSubscription = {
  ...submission,
  tenantId: 'newcomer',
  severity: 'C',
  require24X7Response: false,
  category: 'subscriptionManagement',
  problemType: undefined,
  scope: undefined,
};

beforeAll(async () => {
  product = await startFunctions();
  await product.client.putEntitlement('contoso', contoso);
  own = await product.client.submit(aboutSubscription, newcomer);
});
afterAll(() => product.dispose());

test('it reads its own cases, and no others', async () => {
  const path = `/api/cases/${own.id}`;
  for (const one of [path, `${path}/timeline`, `${path}/clocks/initialResponse/proof`])
    await product.client.expect(200, 'GET', one, newcomer);
  expect((await product.client.all<CaseView>('/api/cases', newcomer)).map(({ id }) => id)).toEqual([own.id]);
  const foreign = await product.client.submit(submission);
  await product.client.expect(404, 'GET', `/api/cases/${foreign.id}`, newcomer);
});

test('it submits nothing but subscription management', async () => {
  const body = { ...submission, tenantId: 'newcomer' };
  const answer = await product.client.expect<Fault>(422, 'POST', '/api/cases', { ...newcomer, body });
  expect(answer.body.code).toBe('entitlement.missing');
});

const deadline = { schedule: '24x7', country: 'JP', start: '2026-11-20T08:00:00Z', duration: 'PT1H' };
const calls: [string, string, object?][] = [
  ['POST', '/api/deadlines', deadline],
  ['GET', '/api/calendars'],
  ['GET', '/api/calendars/JP?year=2026'],
  ['GET', '/api/policy'],
  ['GET', '/api/policy/rules/IR-A'],
  ['GET', '/api/policy/versions'],
];

test.each(calls)('%s %s is for who has an entitlement, or a delegation', async (method, path, body) => {
  const refused = await product.client.call<Fault>(method, path, { ...newcomer, body });
  expect([refused.status, refused.body.code]).toEqual([403, 'entitlement.missing']);
  expect(refused.body.detail).toContain('read its own cases');
  // contoso has bought a plan and delegated to fabrikam, which has none of its own.
  const customer = { role: 'integration', tenantId: 'contoso' } as const;
  await product.client.expect(200, method, path, { as: customer, body });
  await product.client.expect(200, method, path, { ...partner, body });
});

test('it does nothing on its case; the operator and, once it has bought, the tenant do', async () => {
  const replied = { type: 'customer.replied' };
  const refused = await product.client.act(own.id, replied, newcomer);
  expect([refused.status, refused.body.code]).toEqual([403, 'entitlement.missing']);
  expect((await product.client.act('nothing', replied, newcomer)).status).toBe(404);
  expect((await product.client.act(own.id, replied)).status).toBe(200);
  for (const path of ['/api/health', '/api/ready', '/api/openapi.json'])
    await product.client.expect(200, 'GET', path, newcomer);
  await product.client.putEntitlement('newcomer', { plan: 'standard', country: 'JP' });
  expect((await product.client.act(own.id, replied, newcomer)).status).toBe(200);
  // An entitlement that has ended leaves what it began.
  await product.client.putEntitlement('newcomer', {
    plan: 'standard',
    country: 'JP',
    validUntil: '2026-11-19',
  });
  expect((await product.client.act(own.id, replied, newcomer)).status).toBe(200);
});
