/** Whether a deployment does what it is for: a case gets its promise and its alarm. In real time, against any address. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';

import type { AlarmView } from '../../shared/api/operations/alarms.ts';
import { remoteClient } from '../support/remote.ts';
import { contoso, submission } from '../support/samples.ts';

const client = remoteClient();
/** A tenant of its own: the data of no customer is touched. */
const tenantId = `smoke-${crypto.randomUUID().slice(0, 8)}`;
const patience = 120_000;

test('it is healthy and ready, and describes itself', async () => {
  await client.expect(200, 'GET', '/api/health', { as: 'nobody' });
  await client.expect(200, 'GET', '/api/ready', { as: 'nobody' });
  const { body } = await client.expect<{ openapi: string }>(200, 'GET', '/api/openapi.json', {
    as: 'nobody',
  });
  expect(body.openapi).toMatch(/^3\.1/);
});

test('it answers nobody without a token', async () => {
  const { status, body } = await client.call<{ code: string }>('GET', '/api/cases', { as: 'nobody' });
  expect([status, body.code]).toEqual([401, 'token.invalid']);
});

test('a case that is submitted gets its promise and its alarm, once for each key, and ends', async () => {
  await client.expect(201, 'PUT', `/api/entitlements/${tenantId}`, { as: 'operations', body: contoso });
  const options = { headers: { 'idempotency-key': tenantId } };
  const ofSmoke = { ...submission, tenantId, title: 'Smoke test', severity: 'C', require24X7Response: false };
  const sent = { ...ofSmoke, problemStartTime: undefined };
  const submitted = await client.submit(sent, options);
  try {
    expect(submitted.clocks).toMatchObject([{ kind: 'initialResponse', target: 'PT8H' }]);
    expect((await client.submit(sent, options)).id).toBe(submitted.id);
    const alarm = await alarmOf(submitted.id);
    expect(alarm).toMatchObject({ runtimeStatus: 'Running', failures: 0 });
    expect(alarm.nextWake).not.toBeNull();
  } finally {
    const closed = await client.act(submitted.id, { type: 'case.closed' }, { as: 'operations' });
    expect([closed.status, closed.body.status]).toEqual([200, 'closed']);
  }
});

async function alarmOf(caseId: string): Promise<AlarmView> {
  for (const last = Date.now() + patience; ; await wait(1000)) {
    const alarms = await client.all<AlarmView>('/api/operations/alarms?top=100', { as: 'operations' });
    const found = alarms.find((each) => each.caseId === caseId);
    if (found?.instanceId) return found;
    if (Date.now() > last) throw new Error(`Case ${caseId} has no alarm after ${patience / 1000} s.`);
  }
}
