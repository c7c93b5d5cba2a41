import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Role } from '../../shared/identity/caller.ts';
import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
let caseId: string;
beforeAll(async () => {
  product = await startFunctions();
  // contoso has delegated to fabrikam.
  await product.client.putEntitlement('contoso', contoso);
  caseId = (await product.client.submit(submission)).id;
});
afterAll(() => product.dispose());

const at = (tenantId: string, role: Role = 'integration') => ({ role, tenantId });

describe('roles', () => {
  const act = (as: Parameters<Functions['client']['act']>[2], type: string) =>
    product.client.act(caseId, { type }, as);

  test.each([
    ['an integration of the tenant', at('contoso')],
    ['an integration of the partner', at('fabrikam')],
    ['an engineer of another tenant, whose role does not count', at('contoso', 'engineer')],
    ['operations of the operator', 'operations' as const],
  ])('engineer.contacted is not for %s', async (_name, as) => {
    const answer = await act({ as }, 'engineer.contacted');
    expect(answer.status).toBe(403);
    expect(answer.body.code).toBe('role.notAllowed');
  });

  test.each([['engineer' as const], ['integration' as const]])('but for %s of the operator', async (as) => {
    const { id } = await product.client.submit(submission);
    expect((await product.client.act(id, { type: 'engineer.contacted' }, { as })).status).toBe(200);
  });

  test.each(['contoso', 'fabrikam'])('case.closed is for an integration of %s too', async (tenantId) => {
    const { id } = await product.client.submit(submission);
    const answer = await product.client.act(id, { type: 'case.closed' }, { as: at(tenantId) });
    expect(answer.status).toBe(200);
    const closed = (await product.client.timeline(id)).find(({ type }) => type === 'case.closed');
    expect(closed?.by).toMatchObject({ kind: 'caller', role: 'integration' });
  });

  test.each([
    ['GET', '/api/entitlements/contoso', undefined],
    ['PUT', '/api/entitlements/contoso', contoso],
    ['GET', '/api/operations/alarms', undefined],
    ['POST', '/api/operations/alarms/x/restart', undefined],
  ])('%s %s is for operations of the operator only', async (method, path, body) => {
    for (const as of ['integration', 'engineer', at('contoso'), at('contoso', 'operations')] as const) {
      const answer = await product.client.call<Fault>(method, path, { as, body });
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe('role.notAllowed');
    }
  });
});

describe('tokens', () => {
  const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = (more: object = {}) => ({
    iss: `${product.client.origin}/local`,
    aud: 'caseclock',
    sub: 'x',
    tid: 'operator',
    roles: ['operations'],
    exp: 4_102_444_800,
    ...more,
  });

  const wrong: readonly (readonly [string, () => string | Promise<string>])[] = [
    ['nothing', () => ''],
    ['no Bearer', async () => product.client.token('operations')],
    ['Basic', () => 'Basic b3BlcmF0b3I6eA=='],
    ['garbage', () => 'Bearer garbage'],
    ['three parts of garbage', () => 'Bearer a.b.c'],
    ['a very long one', () => `Bearer ${'a'.repeat(10_000)}`],
    ['alg none', () => `Bearer ${segment({ alg: 'none', typ: 'JWT' })}.${segment(claims())}.`],
    [
      'a signature that is none',
      () => `Bearer ${segment({ alg: 'EdDSA', kid: 'local' })}.${segment(claims())}.AAAA`,
    ],
    ['a secret instead of a key', () => `Bearer ${segment({ alg: 'HS256' })}.${segment(claims())}.AAAA`],
    [
      'claims that were changed',
      async () => {
        const [header, , signature] = (await product.client.token('integration')).split('.');
        return `Bearer ${header ?? ''}.${segment(claims())}.${signature ?? ''}`;
      },
    ],
  ];
  test.each(wrong)('%s: 401', async (_name, authorization) => {
    const value = await authorization();
    const headers = value === '' ? {} : { authorization: value };
    for (const path of ['/api/cases', `/api/cases/${caseId}`, '/api/operations/alarms']) {
      const answer = await product.client.call<Fault>('GET', path, { as: 'nobody', headers });
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe('token.invalid');
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  test.each(['/api/health', '/api/ready', '/api/openapi.json'])('%s needs none', async (path) => {
    expect((await product.client.call('GET', path, { as: 'nobody' })).status).toBe(200);
  });
});
