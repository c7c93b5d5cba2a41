/** The calls on calendars over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CalendarView } from '../../shared/api/time/calendars.ts';
import type { DeadlineView } from '../../shared/api/time/deadlines.ts';
import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';

let product: Functions;
beforeAll(async () => {
  product = await startFunctions();
});
afterAll(() => product.dispose());

const japan = { schedule: 'businessHours', country: 'JP', start: '2026-11-20T08:00:00Z', duration: 'PT8H' };
const deadlines = <T>(status: number, body: unknown) =>
  product.client.expect<T>(status, 'POST', '/api/deadlines', { body }).then((answer) => answer.body);

describe('POST /api/deadlines', () => {
  test('one deadline', async () => {
    const view = await deadlines<DeadlineView>(200, japan);
    expect(view).toMatchObject({ dueAt: '2026-11-24T07:30:00Z', rules: ['BH-3', 'BH-4'], warnings: [] });
    expect(view.calendar.timeZoneData).toMatch(/^\d{4}[a-z]/);
  });

  test('a thousand, answered in their order', async () => {
    const hours = Array.from({ length: 1000 }, (_, index) => ({
      ...japan,
      schedule: '24x7',
      duration: `PT${index}H`,
    }));
    const views = await deadlines<DeadlineView[]>(200, hours);
    expect(views.map(({ dueAt }) => (Date.parse(dueAt) - Date.parse(japan.start)) / 3_600_000)).toEqual(
      hours.map((_, index) => index),
    );
  });

  test('more than a thousand are refused', async () => {
    const problem = await deadlines<Fault>(
      400,
      Array.from({ length: 1001 }, () => japan),
    );
    expect(problem).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '', detail: expect.stringContaining('at most 1000') as string }],
    });
  });

  test('what is wrong in one of them is pointed at, and nothing is answered', async () => {
    const problem = await deadlines<Fault>(400, [
      japan,
      { ...japan, country: 'XX' },
      { ...japan, duration: 'P1M' },
    ]);
    expect(problem.errors).toMatchObject([
      { pointer: '/1/country', code: 'country.unknown' },
      {
        pointer: '/2/duration',
        code: 'duration.invalid',
        detail: expect.stringContaining('no fixed length') as string,
      },
    ]);
  });

  test('days that one source alone has are warned of where that is asked for', async () => {
    const antarctica = { ...japan, country: 'AQ', start: '2026-11-30T02:00:00Z', duration: 'PT3H' };
    const ask = (path: string) =>
      product.client.expect<DeadlineView>(200, 'POST', path, { body: antarctica }).then(({ body }) => body);
    expect((await ask('/api/deadlines')).warnings).toEqual([]);
    expect((await ask('/api/deadlines?strict=true')).warnings).toMatchObject([
      { code: 'holidays.single', days: ['2026-12-01'] },
    ]);
    await product.client.expect(400, 'POST', '/api/deadlines?strict=perhaps', { body: antarctica });
  });

  test('any role may ask, nobody without a token', async () => {
    await product.client.putEntitlement('contoso', { plan: 'standard', country: 'JP' });
    for (const as of ['integration', 'engineer', 'operations'] as const) {
      await product.client.expect(200, 'POST', '/api/deadlines', { body: japan, as });
    }
    await product.client.expect(200, 'POST', '/api/deadlines', {
      body: japan,
      as: { role: 'integration', tenantId: 'contoso' },
    });
    await product.client.expect(401, 'POST', '/api/deadlines', { body: japan, as: 'nobody' });
  });
});

describe('GET /api/calendars', () => {
  test('lists the countries', async () => {
    const { body } = await product.client.expect<{ value: { country: string }[] }>(
      200,
      'GET',
      '/api/calendars',
    );
    expect(body.value.map(({ country }) => country)).toEqual(expect.arrayContaining(['JP', 'CA', 'DE']));
  });

  test('shows one, as of the clock', async () => {
    const { body } = await product.client.expect<CalendarView>(200, 'GET', '/api/calendars/JPN?year=2026');
    // The product's clock stands at Friday 17:00 in Tokyo.
    expect(body).toMatchObject({ country: 'JP', isOpen: true, nextOpening: '2026-11-20T08:00:00Z' });
    expect(body).toMatchObject({ status: 'official', horizon: '2027-12-31' });
    expect(body.holidays).toContainEqual({
      date: '2026-11-23',
      name: 'Labor Thanksgiving Day',
      status: 'official',
      sources: ['official'],
    });
  });

  test.each([
    ['/api/calendars/XX', 404, 'country.unknown', undefined],
    ['/api/calendars/UK', 400, 'request.invalid', '/country'],
    ['/api/calendars/XKX', 400, 'request.invalid', '/country'],
    ['/api/calendars/DE?region=ZZ', 400, 'request.invalid', '/region'],
    ['/api/calendars/DE?preferredTimeZone=Mars', 400, 'request.invalid', '/preferredTimeZone'],
    ['/api/calendars/DE?year=soon', 400, 'request.invalid', '/year'],
    ['/api/calendars/DE?year=1969', 400, 'request.invalid', '/year'],
    ['/api/calendars/DE?year=2101', 400, 'request.invalid', '/year'],
    ['/api/calendars/DE?yaer=2026', 400, 'request.invalid', '/yaer'],
  ])('%s is answered with %d', async (path, status, code, pointer) => {
    const { body } = await product.client.expect<Fault>(status, 'GET', path);
    expect(body.code).toBe(code);
    expect(body.errors?.[0]?.pointer).toBe(pointer);
  });
});
