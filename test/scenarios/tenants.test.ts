import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import { type Answer, type Fault, withoutTrace } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
let caseId: string;
beforeAll(async () => {
  product = await startFunctions();
  const { client } = product;
  // contoso has delegated to fabrikam; northwind to nobody; fabrikam has bought Unified for itself.
  await client.putEntitlement('contoso', contoso);
  await client.putEntitlement('northwind', { plan: 'standard', country: 'CA' });
  await client.putEntitlement('fabrikam', { plan: 'unified', country: 'DE' });
  caseId = (await client.submit(submission)).id;
});
afterAll(() => product.dispose());

const at = (tenantId: string) => ({ role: 'integration', tenantId }) as const;
const submit = (body: object, tenantId?: string) =>
  product.client.call<CaseView & Fault>('POST', '/api/cases', {
    body,
    as: tenantId === undefined ? 'integration' : at(tenantId),
  });

/** An answer without what differs from one to the next by its nature. */
const comparable = ({ status, headers, text }: Answer<unknown>) => ({
  status,
  text: withoutTrace(text),
  headers: [...headers].filter(([name]) => !['date', 'x-trace-id'].includes(name)),
});

describe('another tenant’s case', () => {
  test.each([
    ['GET', '', undefined],
    ['GET', '/timeline', undefined],
    ['POST', '/events', { type: 'case.closed' }],
    ['POST', '/events', { type: 'engineer.contacted' }],
  ])('%s %s: the same 404, byte for byte, as for a case that does not exist', async (method, path, body) => {
    const options = { as: at('northwind'), body };
    const foreign = await product.client.call(method, `/api/cases/${caseId}${path}`, options);
    const unknown = await product.client.call(
      method,
      `/api/cases/00000000000000000000000000${path}`,
      options,
    );
    expect(foreign.status).toBe(404);
    expect(comparable(foreign)).toEqual(comparable(unknown));
    expect(foreign.body).toMatchObject({ code: 'case.unknown' });
    expect((await product.client.read(caseId)).status).toBe('open');
  });

  test('the tenant itself and its delegated partner see it', async () => {
    for (const tenantId of ['contoso', 'fabrikam']) {
      expect((await product.client.read(caseId, { as: at(tenantId) })).id).toBe(caseId);
    }
  });

  test('a partner whose delegation has ended sees it no more', async () => {
    const { client } = product;
    await client.putEntitlement('adatum', {
      plan: 'standard',
      country: 'JP',
      delegatedPartners: ['litware'],
    });
    const { id } = await client.submit({ ...submission, tenantId: 'adatum' });
    const read = () => client.call('GET', `/api/cases/${id}`, { as: at('litware') });
    expect((await read()).status).toBe(200);
    await client.putEntitlement('adatum', { plan: 'standard', country: 'JP' });
    expect((await read()).status).toBe(404);
  });
});

describe('who may submit', () => {
  const partner = { ...submission.submitter, partnerTenantId: 'fabrikam' };

  test.each([
    ['the tenant itself', submission, 'contoso', 'SUB-1'],
    ['the operator for it', submission, undefined, 'SUB-1'],
    [
      'a service administrator',
      { ...submission, submitter: { id: 'u', roles: ['Service Administrator'] } },
      'contoso',
      'SUB-3',
    ],
    ['a delegated partner', { ...submission, submitter: partner }, 'fabrikam', 'SUB-4'],
    ['the operator for a delegated partner', { ...submission, submitter: partner }, undefined, 'SUB-4'],
  ])('%s', async (_name, body, tenantId, rule) => {
    const answer = await submit(body, tenantId);
    expect(answer.status).toBe(201);
    const [submitted] = await product.client.timeline(answer.body.id);
    expect(submitted?.rules).toContain(rule);
  });

  test.each([
    ['a partner that names itself but has no delegation', 'northwind', 'northwind'],
    ['a partner that names another than itself', 'northwind', 'fabrikam'],
    ['a partner that names nobody', 'fabrikam', undefined],
    ['a stranger that names nobody', 'northwind', undefined],
    ['the operator for a partner without delegation', undefined, 'northwind'],
  ])('not %s: SUB-4', async (_name, tenantId, partnerTenantId) => {
    const submitter = { ...submission.submitter, ...(partnerTenantId ? { partnerTenantId } : {}) };
    const answer = await submit({ ...submission, submitter }, tenantId);
    expect(answer.status).toBe(403);
    expect(answer.body.rules).toEqual(['SUB-4']);
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(['/submitter/partnerTenantId']);
  });

  test('a stranger cannot tell a tenant that exists from one that does not', async () => {
    const known = await submit(submission, 'northwind');
    const unknown = await submit({ ...submission, tenantId: 'nobody' }, 'northwind');
    expect(comparable(known)).toEqual(comparable(unknown));
  });

  test.each([[[]], [['Reader']], [['Power Platform Admin']], [['admin']]])(
    'not an end user, with the roles %j: SUB-2',
    async (roles) => {
      const answer = await submit({ ...submission, submitter: { id: 'u-1', roles } }, 'contoso');
      expect(answer.status).toBe(403);
      expect(answer.body.rules).toEqual(['SUB-2']);
      expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(['/submitter/roles']);
    },
  );

  test('on the customer’s plan, or on the partner’s own benefit', async () => {
    const plan = async (benefit: string) =>
      (await submit({ ...submission, submitter: { ...partner, benefit } }, 'fabrikam')).body.plan;
    expect(await plan('customerPlan')).toBe('standard');
    expect(await plan('partnerBenefit')).toBe('unified');
  });

  test('nobody gets the plan of another tenant by calling it a partner: SUB-4', async () => {
    const { client } = product;
    await client.putEntitlement('litware', { plan: 'standard', country: 'JP' });
    const submitter = { ...submission.submitter, partnerTenantId: 'fabrikam' };
    const own = { ...submission, tenantId: 'litware' };
    const borrowed = await submit(
      { ...own, submitter: { ...submitter, benefit: 'partnerBenefit' } },
      'litware',
    );
    const nowhere = { ...submitter, partnerTenantId: 'nowhere', benefit: 'partnerBenefit' };
    expect(borrowed.status).toBe(403);
    expect(borrowed.body.rules).toEqual(['SUB-4']);
    // Nor does the answer tell who has a plan.
    expect(comparable(borrowed)).toEqual(comparable(await submit({ ...own, submitter: nowhere }, 'litware')));
    expect((await submit({ ...own, submitter }, 'litware')).body.plan).toBe('standard');
  });

  test('the partner’s benefit is not for the customer’s own token: SUB-4', async () => {
    const own = { ...submission, submitter: { ...partner, benefit: 'partnerBenefit' } };
    const answer = await submit(own, 'contoso');
    expect([answer.status, answer.body.rules]).toEqual([403, ['SUB-4']]);
    // The operator's own integration speaks for either.
    expect((await submit(own)).body.plan).toBe('unified');
  });

  test('an entitlement that has ended is named, and one of another tenant’s cases is not', async () => {
    const { client } = product;
    await client.putEntitlement('litware', { plan: 'standard', country: 'JP', validUntil: '2026-11-19' });
    const ended = await submit({ ...submission, tenantId: 'litware' }, 'litware');
    expect([ended.status, ended.body.code]).toEqual([422, 'entitlement.expired']);
    await client.putEntitlement('litware', { plan: 'standard', country: 'JP' });
    const earlier = (await submit(submission, 'contoso')).body;
    const named = async (relatedTo: string, tenantId: string) =>
      submit({ ...submission, tenantId, relatedTo }, tenantId);
    const foreign = await named(earlier.id, 'litware');
    expect([foreign.status, foreign.body.code]).toEqual([422, 'relatedTo.unknown']);
    for (const nothing of ['nothing', earlier.reference, 'ZZZZ-ZZZZ-ZZZZ'])
      expect(comparable(await named(nothing, 'litware'))).toEqual(comparable(foreign));
    const linked = await named(earlier.reference, 'contoso');
    expect(linked.body.linkedCases).toEqual([
      { id: earlier.id, reference: earlier.reference, kind: 'related' },
    ]);
  });

  test('not on the benefit of a partner that has none: SUB-4', async () => {
    const { client } = product;
    await client.putEntitlement('wingtip', {
      plan: 'standard',
      country: 'JP',
      delegatedPartners: ['proseware'],
    });
    const submitter = { ...submission.submitter, partnerTenantId: 'proseware', benefit: 'partnerBenefit' };
    const answer = await submit({ ...submission, tenantId: 'wingtip', submitter }, 'proseware');
    expect(answer.status).toBe(403);
    expect(answer.body.rules).toEqual(['SUB-4']);
  });

  test('a tenant without an entitlement: refused, but for subscription management (PLAN-5)', async () => {
    const nobody = { ...submission, tenantId: 'nobody' };
    const refused = await submit(nobody);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'entitlement.missing', rules: ['PLAN-1'] });
    const taken = await submit({ ...nobody, category: 'subscriptionManagement', problemType: undefined });
    expect(taken.status).toBe(201);
    expect(taken.body.plan).toBe('standard');
    expect((await product.client.timeline(taken.body.id))[0]?.rules).toContain('PLAN-5');
  });

  test.each([
    ['limitedPreview', {}, ['PRE-2'], '/service/releaseStage'],
    ['privatePreview', {}, ['PRE-2'], '/service/releaseStage'],
    ['generallyAvailable', { problemType: 'howTo' }, ['BF-2', 'PLAN-3'], '/problemType'],
    [
      'generallyAvailable',
      { problemType: 'performance', scope: 'multipleAreas' },
      ['BE-4', 'PLAN-3'],
      '/problemType',
    ],
    ['publicPreview', { problemType: 'howTo' }, ['PRE-1', 'BF-2'], '/problemType'],
  ])('what the plan does not cover: %s %j → %j', async (releaseStage, changes, rules, pointer) => {
    const service = { name: 'Dynamics 365 Finance', releaseStage };
    const answer = await submit({ ...submission, ...changes, service });
    expect(answer.status).toBe(422);
    expect(answer.body.rules).toEqual(rules);
    expect(answer.body.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});
