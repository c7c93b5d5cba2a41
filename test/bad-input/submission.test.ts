import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
beforeAll(async () => {
  product = await startFunctions();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const ids = async () => (await product.client.all<{ id: string }>('/api/cases')).map(({ id }) => id);
let before: readonly string[];
beforeEach(async () => {
  before = await ids();
});

afterEach(async () => {
  // Whatever was refused has left nothing behind.
  expect(await ids()).toEqual(before);
});

const post = (body: unknown, headers: Record<string, string> = {}) =>
  product.client.call<Fault>('POST', '/api/cases', { body, headers });

type Change = readonly [at: string, value: unknown];

/** The example submission with the value at a pointer changed; undefined takes it away. */
function changed([at, value]: Change): object {
  const copy: Record<string, unknown> = structuredClone(submission);
  const path = at.split('/').slice(1);
  const last = path.pop() ?? '';
  let parent = copy;
  for (const key of path) parent = parent[key] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

describe('a field that is missing', () => {
  test.each([
    '/tenantId',
    '/title',
    '/severity',
    '/category',
    '/service',
    '/service/name',
    '/submitter',
    '/submitter/id',
  ])('%s', async (pointer) => {
    const { status, body, headers } = await post(changed([pointer, undefined]));
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer, code: 'field.missing', detail: expect.stringMatching(/\.$/) as string }],
    });
    expect(body.rules).toBeUndefined();
  });

  test.each([
    '/contactDetails',
    '/contactDetails/firstName',
    '/contactDetails/lastName',
    '/contactDetails/primaryEmailAddress',
    '/contactDetails/country',
  ])('%s: and COM-1, for a case needs a usable contact', async (pointer) => {
    const { status, body } = await post(changed([pointer, undefined]));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'request.invalid',
      rules: ['COM-1'],
      errors: [{ pointer, code: 'field.missing' }],
    });
  });

  test('all at once are all named', async () => {
    const { body } = await post({});
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/category',
      '/contactDetails',
      '/service',
      '/severity',
      '/submitter',
      '/tenantId',
      '/title',
    ]);
  });
});

describe('a field that is wrong', () => {
  const wrong: readonly Change[] = [
    ['/tenantId', ''],
    ['/tenantId', 'a b'],
    ['/tenantId', '../contoso'],
    ['/tenantId', 'x'.repeat(129)],
    ['/tenantId', 7],
    ['/tenantId', null],
    ['/title', ''],
    ['/title', '   '],
    ['/title', 'two\nlines'],
    ['/title', 'x'.repeat(251)],
    ['/title', 'a\u0000b'],
    ['/title', ['x']],
    ['/description', 'x'.repeat(100_001)],
    ['/description', 'bell \u0007'],
    ['/severity', 'D'],
    ['/severity', 'a'],
    ['/severity', 1],
    ['/require24X7Response', 'yes'],
    ['/require24X7Response', null],
    ['/category', 'other'],
    ['/problemType', 'breakfix'],
    ['/scope', 'everything'],
    ['/service', 'Finance'],
    ['/service', []],
    ['/service/name', ''],
    ['/service/releaseStage', 'beta'],
    ['/environment', 'prod'],
    ['/environment/build', 10],
    ['/problemStartTime', '2026-11-20'],
    ['/problemStartTime', '2026-11-20T07:30:00'],
    ['/problemStartTime', '2026-02-30T00:00:00Z'],
    ['/problemStartTime', 'yesterday'],
    ['/problemStartTime', 1],
    ['/submitter/id', ''],
    ['/submitter/roles', 'Power Platform Administrator'],
    ['/submitter/roles', [1]],
    ['/submitter/roles', Array(51).fill('x')],
    ['/submitter/partnerTenantId', 'a b'],
    ['/submitter/benefit', 'both'],
    ['/relatedTo', 'x'.repeat(65)],
  ];
  test.each(wrong)('%s: %j', async (...change) => {
    const { status, body } = await post(changed(change));
    expect(status).toBe(400);
    expect(body.code).toBe('request.invalid');
    expect(body.errors?.length).toBeGreaterThan(0);
    for (const error of body.errors ?? []) expect(error.pointer.startsWith(change[0])).toBe(true);
  });

  const contacts: readonly Change[] = [
    ['/contactDetails/primaryEmailAddress', 'aiko'],
    ['/contactDetails/primaryEmailAddress', 'aiko@contoso.example\r\nBcc: x@y.example'],
    ['/contactDetails/primaryEmailAddress', ''],
    ['/contactDetails/country', 'Japan'],
    ['/contactDetails/country', 'XX'],
    ['/contactDetails/country', '日本'],
    ['/contactDetails/preferredTimeZone', 'Mars/Olympus'],
    ['/contactDetails/preferredSupportLanguage', 'japanese!'],
    ['/contactDetails/phoneNumber', 'x'.repeat(41)],
    ['/contactDetails/firstName', ''],
  ];
  test.each(contacts)('%s: %j, which names COM-1', async (...change) => {
    const { status, body } = await post(changed(change));
    expect(status).toBe(400);
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual([change[0]]);
    expect(body.rules).toEqual(['COM-1']);
  });

  test('several at once are all named, each with its pointer', async () => {
    const { body } = await post({ ...submission, severity: 'D', title: '', contactDetails: {} });
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/contactDetails/country',
      '/contactDetails/firstName',
      '/contactDetails/lastName',
      '/contactDetails/primaryEmailAddress',
      '/severity',
      '/title',
    ]);
  });
});

describe('a field that is unknown', () => {
  test.each([
    ['/sevrity', 'severity'],
    ['/tenantID', 'tenantId'],
    ['/require24x7Response', 'require24X7Response'],
    ['/service/relaseStage', 'releaseStage'],
    ['/contactDetails/primaryEmail', 'primaryEmailAddress'],
    ['/contactDetails/prefferedTimeZone', 'preferredTimeZone'],
    ['/environment/bild', 'build'],
    ['/submitter/role', 'roles'],
  ])('%s: did you mean %s?', async (pointer, suggestion) => {
    const { status, body } = await post(changed([pointer, 'x']));
    expect(status).toBe(400);
    expect(body.errors).toContainEqual(
      expect.objectContaining({ pointer, code: 'field.unknown', suggestion }),
    );
  });

  test('far from any known one: all known ones are named', async () => {
    const { body } = await post(changed(['/service/wxyzwxyzwxyz', 1]));
    expect(body.errors).toMatchObject([
      { pointer: '/service/wxyzwxyzwxyz', detail: expect.stringMatching(/name, releaseStage/) as string },
    ]);
    expect(body.errors?.[0]?.suggestion).toBeUndefined();
  });

  test('its name is escaped in the pointer (RFC 6901)', async () => {
    const { body } = await post(changed(['/service', { name: 'x', 'a/b~c': 1 }]));
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(['/service/a~1b~0c']);
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString'])('%s', async (name) => {
    const text = JSON.stringify(submission).replace('{', `{"${name}":{"severity":"A"},`);
    const { status, body } = await post(text);
    expect(status).toBe(400);
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual([`/${name}`]);
    expect(({} as Record<string, unknown>)['severity']).toBeUndefined();
  });

  test('__proto__ further inside', async () => {
    const text = JSON.stringify(submission).replace('"service":{', '"service":{"__proto__":{"x":1},');
    const { status, body } = await post(text);
    expect(status).toBe(400);
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(['/service/__proto__']);
  });
});
