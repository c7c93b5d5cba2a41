import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import type { Policy } from '../../shared/policy/index.ts';
import type { Fault, Page } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

/** A data folder in which documents stand that this release cannot read, as after another release has run on it. */
let product: Product;
let before: CaseView;
let stamped: CaseView;
beforeAll(async () => {
  product = await Product.start();
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  await client.putEntitlement('northwind', contoso);
  before = await client.submit(submission);
  await client.expect(201, 'PUT', '/api/policy/versions/older', { as: 'operations', body: {} });
  stamped = await client.submit(submission);
  await client.expect(201, 'PUT', '/api/incidents/INC-1', { as: 'operations', body: incident });
  await client.expect(201, 'PUT', '/api/incidents/INC-2', { as: 'operations', body: incident });
  const now = await client.now();
  await product.stop();
  changeStore(`
    UPDATE registry SET body = json_remove(body, '$.policy.plans.unified') WHERE kind = 'policyVersion';
    INSERT INTO registry (kind, id, body, etag) VALUES
      ('policyVersion', 'newer', '{"format":9,"policies":[]}', 'e1'),
      ('policyVersion', 'torn', '{"format":1,"pol', 'e2');
    UPDATE registry SET body = json_set(body, '$.format', 2) WHERE kind = 'incident' AND id = 'INC-1';
    UPDATE entitlements SET body = json_set(body, '$.plan', 'platinum') WHERE tenantId = 'northwind';
  `);
  await product.restart(now);
});
afterAll(() => product.dispose());

const incident = { title: 'Posting is slow', affected: 'multipleCustomers' };

function changeStore(sql: string): void {
  const store = new DatabaseSync(join(product.data, 'cases.db'));
  store.exec(sql);
  store.close();
}

const asOperations = { as: 'operations' } as const;

test('ready says what is amiss, and is ready', async () => {
  const { body } = await product.client.expect(200, 'GET', '/api/ready', { as: 'nobody' });
  const detail = (count: number, them: string) =>
    `${count} cannot be read: GET /api/operations/alarms names ${them} under \`unreadable\`.`;
  expect(body).toEqual({
    status: 'ready',
    degraded: [
      { what: 'policyVersion', detail: detail(3, 'them') },
      { what: 'incident', detail: detail(1, 'it') },
      { what: 'entitlement', detail: detail(1, 'it') },
    ],
  });
});

test('the alarms page names each document, with why', async () => {
  const { body } = await product.client.expect<Page<unknown>>(
    200,
    'GET',
    '/api/operations/alarms',
    asOperations,
  );
  expect(body).toMatchObject({
    unreadable: [
      { what: 'policyVersion', id: 'newer', detail: expect.stringMatching(/format 9.*newer one/) as string },
      { what: 'policyVersion', id: 'older', detail: expect.stringContaining('/policy/plans') as string },
      { what: 'policyVersion', id: 'torn', detail: expect.stringContaining('in which format') as string },
      { what: 'incident', id: 'INC-1', detail: expect.stringContaining('format 2') as string },
      { what: 'entitlement', id: 'northwind', detail: expect.stringContaining('/plan') as string },
    ],
  });
  expect(body.value).toHaveLength(2);
  expect(body.value).toContainEqual(
    expect.objectContaining({ caseId: before.id, instanceId: `${before.id}.0`, runtimeStatus: 'Running' }),
  );
  expect(body.value).toContainEqual(
    expect.objectContaining({ caseId: stamped.id, nextWake: '2026-11-20T08:30:00Z' }),
  );
});

describe('what does not rest on them works', () => {
  test('the policy in force, and its versions', async () => {
    const policy = await product.client.expect<Policy>(200, 'GET', '/api/policy');
    expect(policy.body.version).toBe(before.policyVersion);
    const versions = await product.client.expect<Page<{ version: string }>>(
      200,
      'GET',
      '/api/policy/versions',
    );
    expect(versions.body.value.map(({ version }) => version)).toEqual([before.policyVersion]);
  });

  test('a preview, over the cases that can be read', async () => {
    const body = { targets: { initialResponse: { A: { standard: 'PT2H' } } } };
    const answer = await product.client.expect(200, 'POST', '/api/policy/preview', { ...asOperations, body });
    expect(answer.body).toMatchObject({ moved: [{ caseId: before.id }], cases: 1 });
  });

  test('a case, and what is done on it', async () => {
    expect((await product.client.read(before.id)).status).toBe('open');
    const { status, text } = await product.client.act(before.id, { type: 'investigation.started' });
    expect(status, text).toBe(200);
  });

  test('the list, which shows the others as they were recorded', async () => {
    const { body } = await product.client.expect<Page<CaseView>>(200, 'GET', '/api/cases');
    expect(body.value).toHaveLength(2);
    expect(body.value).toContainEqual(
      expect.objectContaining({ id: stamped.id, status: 'open', policyVersion: 'older' }),
    );
    expect(body.value).toContainEqual(expect.objectContaining({ id: before.id, status: 'open' }));
  });

  test('a submission', async () => {
    const { id, policyVersion } = await product.client.submit({ ...submission, severity: 'B' });
    expect(policyVersion).toBe(before.policyVersion);
    await product.client.act(id, { type: 'case.closed' });
  });

  test('other incidents, a new one, and the analysis of one', async () => {
    const path = (id: string) => `/api/incidents/${id}`;
    await product.client.expect(200, 'GET', path('INC-2'), asOperations);
    const published = { ...incident, rca: { location: 'https://status.example/INC-3' } };
    await product.client.expect(201, 'PUT', path('INC-3'), { ...asOperations, body: published });
  });
});

describe('what rests on one says so', () => {
  const refused = async (code: string, method: string, path: string, options: object = asOperations) => {
    const { body, headers } = await product.client.expect<Fault>(503, method, path, options);
    expect(body).toMatchObject({ code, detail: expect.stringContaining('/api/operations/alarms') as string });
    expect(headers.get('retry-after')).toBe('60');
  };

  test('a case that is stamped with a version', async () => {
    await refused('policyVersion.unreadable', 'GET', `/api/cases/${stamped.id}`);
    await refused('policyVersion.unreadable', 'POST', `/api/cases/${stamped.id}/events`, {
      as: 'engineer',
      body: { type: 'engineer.contacted' },
    });
  });

  test('a version that is asked for, or whose name is taken', async () => {
    await refused('policyVersion.unreadable', 'GET', '/api/policy/versions/older');
    await refused('policyVersion.unreadable', 'PUT', '/api/policy/versions/torn', {
      ...asOperations,
      body: {},
    });
  });

  test('an incident, until it is put again', async () => {
    await refused('incident.unreadable', 'GET', '/api/incidents/INC-1');
    await product.client.expect(200, 'PUT', '/api/incidents/INC-1', { ...asOperations, body: incident });
    await product.client.expect(200, 'GET', '/api/incidents/INC-1', asOperations);
  });

  test('a tenant, until its entitlement is put again', async () => {
    const northwind = { ...submission, tenantId: 'northwind' };
    await refused('entitlement.unreadable', 'GET', '/api/entitlements/northwind');
    await refused('entitlement.unreadable', 'POST', '/api/cases', { body: northwind });
    expect((await product.client.putEntitlement('northwind', contoso)).status).toBe(200);
    expect((await product.client.submit(northwind)).tenantId).toBe('northwind');
  });
});

test('a case that cannot be read is named once it is late', async () => {
  await product.client.advance('PT40M');
  const path = '/api/operations/alarms';
  const { body } = await product.client.expect<Page<unknown>>(200, 'GET', path, asOperations);
  const detail = expect.stringContaining('policyVersion older') as string;
  expect(body).toMatchObject({
    unreadable: expect.arrayContaining([{ what: 'case', caseId: stamped.id, detail }]) as unknown[],
    alerts: expect.arrayContaining([
      { code: 'case.unreadable', runbook: '/ops/runbook#caseunreadable' },
      { code: 'policyVersion.unreadable', runbook: '/ops/runbook#policyversionunreadable' },
    ]) as unknown[],
  });
  expect(body.value).toContainEqual(
    expect.objectContaining({ caseId: stamped.id, instanceId: null, lateness: 600_000 }),
  );
});
