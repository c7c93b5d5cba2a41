/** What operations try to put over a calendar, and is none of a calendar, or not theirs to put. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CallOptions, Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
beforeAll(async () => {
  product = await startFunctions();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const operations: CallOptions = { as: 'operations' };
const germany = '/api/calendars/DE';
const put = (path: string, body: object) => product.client.call<Fault>('PUT', path, { ...operations, body });

const wednesday = { date: '2026-11-25', name: 'Mourning' };
const thursday = { date: '2026-11-26', name: 'Mourning' };
const over = (...add: object[]) => ({ effectiveFrom: '2026-11-24T12:00:00Z', holidays: { add, remove: [] } });

test.each([
  ['a customer', { role: 'operations', tenantId: 'standard' }],
  ['a customer’s integration', { role: 'integration', tenantId: 'standard' }],
  ['an engineer', 'engineer'],
] as const)('%s may put, preview or apply none', async (_, as) => {
  for (const [method, action] of [
    ['PUT', ''],
    ['POST', '/preview'],
    ['POST', '/apply'],
  ] as const) {
    const answer = await product.client.call<Fault>(method, `${germany}${action}`, { as, body: over() });
    expect([answer.status, answer.body.code]).toEqual([403, 'role.notAllowed']);
  }
});

test.each([
  ['an unknown field', { holiday: [] }, ['/holiday']],
  ['no date', { holidays: { add: [{ date: '2026-02-30', name: 'x' }] } }, ['/holidays/add/0/date']],
  ['no name', { holidays: { add: [{ date: '2026-02-03' }] } }, ['/holidays/add/0/name']],
  [
    'a day off that is worked',
    { ...over(wednesday), workingDays: { add: [wednesday] } },
    ['/workingDays/add/0/date'],
  ],
  ['a day twice', over(wednesday, wednesday), ['/holidays/add/1/date']],
  ['a week that is never open', { hours: {} }, ['/hours']],
  ['hours that end before they begin', { hours: { monday: [['10:00', '09:00']] } }, ['/hours/monday/0']],
  [
    'such hours of a day',
    { workingDays: { add: [{ ...thursday, hours: [['10:00', '09:00']] }] } },
    ['/workingDays/add/0/hours/0'],
  ],
])('%s is refused with a pointer, and nothing is put', async (_, body, pointers) => {
  const { headers } = await product.client.expect(200, 'GET', germany, operations);
  const answer = await put(germany, body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  const after = await product.client.expect(200, 'GET', germany, operations);
  expect(after.headers.get('etag')).toBe(headers.get('etag'));
});

test.each([
  ['XX', 404, 'country.unknown'],
  ['DE?region=ZZ', 400, 'request.invalid'],
])('%s has no calendar to put anything over', async (place, status, code) => {
  expect(await put(`/api/calendars/${place}`, over())).toMatchObject({ status, body: { code } });
});

test('a region that is not known is refused where it was told', async () => {
  const contactDetails = { ...submission.contactDetails, country: 'DE', region: 'DE-ZZ' };
  const body = { ...submission, contactDetails };
  const answer = await product.client.call<Fault>('POST', '/api/cases', { body });
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/contactDetails/region', 'region.unknown'],
  ]);
});
