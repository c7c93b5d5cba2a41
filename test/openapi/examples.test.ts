/** The examples of the document are posted as they are, and answered as it says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { caseActionTypes, type CaseActionType } from '../../shared/cases/index.ts';
import type { CaseView } from '../../shared/api/schemas.ts';
import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';

interface Operation {
  readonly requestBody: {
    readonly content: {
      readonly 'application/json': {
        readonly examples: Readonly<Record<string, { readonly value: object }>>;
      };
    };
  };
  readonly responses: Readonly<Record<string, { readonly headers?: Readonly<Record<string, unknown>> }>>;
}

let product: Functions;
let paths: Record<string, Record<string, Operation>>;
beforeAll(async () => {
  product = await startFunctions();
  const read = await product.client.call<{ paths: typeof paths }>('GET', '/api/openapi.json', {
    as: 'nobody',
  });
  paths = read.body.paths;
  const entitlement = shown('/api/entitlements/{tenantId}', 'put')['unified'];
  await product.client.call('PUT', '/api/entitlements/contoso', { as: 'operations', body: entitlement });
  await product.client.call('PUT', '/api/incidents/INC-2026-11-20', {
    as: 'operations',
    body: shown('/api/incidents/{id}', 'put')['outage'],
  });
});
afterAll(() => product.dispose());

function operation(path: string, method: string): Operation {
  const found = paths[path]?.[method];
  if (!found) throw new Error(`the document has no ${method} ${path}`);
  return found;
}

function shown(path: string, method: string): Record<string, object> {
  const { examples } = operation(path, method).requestBody.content['application/json'];
  return Object.fromEntries(Object.entries(examples).map(([name, { value }]) => [name, value]));
}

test('those of a submission are accepted, with the headers that are told', async () => {
  const examples = Object.values(shown('/api/cases', 'post'));
  expect(examples.length).toBeGreaterThan(1);
  for (const body of examples) {
    const answer = await product.client.call('POST', '/api/cases', { body });
    expect(answer.status).toBe(201);
    const { headers = {} } = operation('/api/cases', 'post').responses['201'] ?? {};
    expect(Object.keys(headers)).toEqual(['ETag', 'Location', 'x-trace-id']);
    for (const name of Object.keys(headers)) expect(answer.headers.get(name)).not.toBeNull();
  }
});

test('those of deadlines are computed', async () => {
  for (const body of Object.values(shown('/api/deadlines', 'post'))) {
    expect((await product.client.call('POST', '/api/deadlines', { body })).status).toBe(200);
  }
});

test.each([
  ['put', '/api/policy/versions/{version}', '/api/policy/versions/quicker', 201],
  ['post', '/api/policy/preview', '/api/policy/preview', 200],
  ['post', '/api/calendars/{country}/preview', '/api/calendars/JP/preview', 200],
  ['put', '/api/calendars/{country}', '/api/calendars/JP', 201],
])('that of %s %s is taken', async (method, path, address, status) => {
  for (const body of Object.values(shown(path, method))) {
    const answer = await product.client.call(method.toUpperCase(), address, { as: 'operations', body });
    expect(answer, answer.text).toMatchObject({ status });
  }
});

test('those of alarms are taken, but for the cases that they name', async () => {
  const { id } = await product.client.submit({ ...shown('/api/cases', 'post')['full'] });
  const post = (path: string, body: object) =>
    product.client.call<Fault & { value: object[] }>('POST', `/api/operations/alarms/${path}`, {
      as: 'operations',
      body,
    });
  const unknown = { code: 'case.unknown' };
  for (const body of Object.values(shown('/api/operations/alarms/restart', 'post'))) {
    expect((await post('restart', { ...body, ids: [id] })).body.value).toMatchObject([
      { id, instanceId: `${id}.1` },
    ]);
    expect((await post('restart', body)).body.value).toMatchObject([
      { problem: unknown },
      { problem: unknown },
    ]);
  }
  for (const body of Object.values(shown('/api/operations/alarms/{id}/terminate', 'post'))) {
    expect(await post('7K3M-Q9XR-2F0T/terminate', body)).toMatchObject({ status: 404, body: unknown });
  }
});

/** What happens before an event is possible. */
const before: Partial<Record<CaseActionType, readonly CaseActionType[]>> = {
  'response.corrected': ['engineer.contacted'],
  'customer.acceptedResolution': ['engineer.proposedResolution'],
  'customer.rejectedResolution': ['engineer.proposedResolution'],
  'investigation.paused': ['investigation.started'],
  'investigation.concluded': ['investigation.started'],
  'case.reopenRequested': ['case.closed'],
};

/** What is possible only where something else has come about: each has a scenario of its own. */
const elsewhere: readonly CaseActionType[] = [
  'engineer.reclassified',
  'alert.acknowledged',
  'advisory.continued',
  'downgrade.approved',
  'downgrade.declined',
  'mail.retryRequested',
];

describe('those of events', () => {
  const act = async (found: CaseView, type: CaseActionType) => {
    const body = {
      ...shown('/api/cases/{id}/events', 'post')[type],
      ...(type === 'response.corrected' ? { contactedAt: found.submittedAt } : {}),
    };
    const as = /^(downgrade|mail|alert|response|note)\.|^case\.assigned$/.test(type)
      ? 'operations'
      : 'integration';
    return product.client.call<CaseView & Fault>('POST', `/api/cases/${found.id}/events`, { as, body });
  };

  test.each(caseActionTypes)('%s', async (type) => {
    const found = await product.client.submit({ ...shown('/api/cases', 'post')['full'] });
    for (const each of before[type] ?? []) expect((await act(found, each)).status).toBe(200);
    const answer = await act(found, type);
    // Not possible is something else than not understood.
    if (elsewhere.includes(type))
      expect(answer).toMatchObject({ status: 409, body: { code: 'event.notNow' } });
    else expect(answer).toMatchObject({ status: 200 });
  });
});
