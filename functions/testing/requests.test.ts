/** What is decided of a request before and after the procedures: who asks, whether it is served, and what errors are told. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { IdempotencyMismatch, StateChanged, UnknownCase } from '../../shared/engine/commands/act.ts';
import { ClockDiffers } from '../../shared/engine/commit/clockTrust.ts';
import { Contended } from '../../shared/engine/commit/commit.ts';
import { UnreadableDocument } from '../../shared/engine/documents/stored.ts';
import { CalendarUnknown } from '../../shared/policy/calendars/index.ts';
import { InvalidContinuation, StoreUnavailable, Unreadable } from '../../shared/store/errors.ts';
import type { CallOptions, Fault } from '../../test/support/client.ts';
import { contoso, submission } from '../../test/support/samples.ts';
import { startApp, type App } from './app.ts';

let app: App;
beforeAll(async () => {
  app = await startApp();
  await app.client.putEntitlement('contoso', contoso);
});
afterAll(() => app.dispose());
beforeEach(() => void app.logged.splice(0));

const call = (method: string, path: string, options?: CallOptions) =>
  app.client.call<Fault>(method, path, options);
const at = (tenantId: string) => ({ role: 'integration', tenantId }) as const;

describe('who asks', () => {
  test.each([
    ['nobody', {}],
    ['somebody with another scheme', { authorization: 'Basic YTpi' }],
    ['somebody with no token', { authorization: 'Bearer not.a.token' }],
  ])('%s is answered 401, and told how to sign in', async (_who, headers) => {
    const { status, headers: answered, body } = await call('GET', '/api/cases', { as: 'nobody', headers });
    expect([status, body.code, answered.get('www-authenticate')]).toEqual([401, 'token.invalid', 'Bearer']);
  });

  test.each([
    ['GET', '/api/operations/alarms', 'integration'],
    ['GET', '/api/operations/alarms', 'engineer'],
    ['PUT', '/api/entitlements/contoso', 'engineer'],
    ['POST', '/api/policy/preview', 'integration'],
    ['GET', '/api/operations/alarms', { role: 'operations', tenantId: 'contoso' }],
  ] as const)('%s %s is not for %j', async (method, path, as) => {
    const { status, body } = await call(method, path, { as, ...(method === 'GET' ? {} : { body: {} }) });
    expect([status, body.code]).toEqual([403, 'role.notAllowed']);
  });

  test('a tenant that has bought nothing may read its own cases and what is public, and no more', async () => {
    const statuses = async (as: NonNullable<CallOptions['as']>) => ({
      cases: (await call('GET', '/api/cases', { as })).status,
      policy: (await call('GET', '/api/policy', { as })).status,
      calendars: (await call('GET', '/api/calendars/JP', { as })).status,
    });
    expect(await statuses(at('stranger'))).toEqual({ cases: 200, policy: 403, calendars: 403 });
    // To whom contoso has delegated.
    expect(await statuses(at('fabrikam'))).toEqual({ cases: 200, policy: 200, calendars: 200 });
  });

  test('who asks is looked at before what is asked', async () => {
    const { status } = await call('POST', '/api/cases', { as: 'nobody', body: '{' });
    expect(status).toBe(401);
  });

  test('a refusal stands in the log without what was sent, and a case under its reference', async () => {
    const { id, reference } = await app.client.submit(submission);
    await app.client.act(id, { type: 'case.closed', message: 'private', wrong: 1 });
    const lines = app.logged.filter((line) => line.includes('refused'));
    expect(lines.map((line) => line.replace(/[0-9a-f]{32}$/, '<id>'))).toEqual([
      `information actOnCase: refused: ${reference} POST /api/cases/{id}/events 400 request.invalid trace <id>`,
    ]);
  });
});

describe('a query', () => {
  const asked = (query: string) => call('GET', `/api/cases?${query}`);

  test.each([
    ['a repeated value', 'status=open&status=closed', '/status'],
    ['a value repeated as it is', 'top=5&top=5', '/top'],
  ])('with %s is what the host makes of it, one value with a comma', async (_what, query, pointer) => {
    const { status, body } = await asked(query);
    expect([status, body.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });

  test('with __proto__, which the host drops, is answered', async () => {
    expect((await asked('__proto__=x&top=5')).status).toBe(200);
  });
});

describe('an error of a procedure', () => {
  const detail = 'what only the log may hold';
  test.each([
    [new StoreUnavailable(detail), 503, 'notAvailable', '2'],
    [new StoreUnavailable(detail, { retryAfter: 6.5 }), 503, 'notAvailable', '7'],
    [new StoreUnavailable(detail, { retryAfter: 1e20 }), 503, 'notAvailable', '60'],
    [new StoreUnavailable(detail, { retryAfter: -5 }), 503, 'notAvailable', '1'],
    [new StoreUnavailable(detail, { retryAfter: Number.NaN }), 503, 'notAvailable', '2'],
    [new Contended(detail), 503, 'notAvailable', '2'],
    [new ClockDiffers(600_000), 503, 'clock.differs', '30'],
    [new UnreadableDocument('entitlement', 'contoso', detail), 503, 'entitlement.unreadable', '60'],
    [new UnreadableDocument('fanOut', 'v', detail), 503, 'fanOut.unreadable', '60'],
    [new Unreadable('c-1', detail), 500, 'case.unreadable', null],
    [new CalendarUnknown(detail), 500, 'calendar.unknown', null],
    [new InvalidContinuation(), 400, 'request.invalid', null],
    [new IdempotencyMismatch(detail), 422, 'idempotency.mismatch', null],
    [new StateChanged(detail), 412, 'case.changed', null],
    [new UnknownCase(detail), 404, 'case.unknown', null],
    [new TypeError(detail), 500, 'unexpected', null],
  ])('%o is told as %i %s', async (error, status, code, retryAfter) => {
    vi.spyOn(app.ports.store, 'getEntitlement').mockRejectedValueOnce(error);
    const { headers, body, ...answer } = await call('GET', '/api/entitlements/contoso', { as: 'operations' });
    expect([answer.status, body.code, headers.get('retry-after')]).toEqual([status, code, retryAfter]);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body.detail).toMatch(/[.]$/);
    if (code !== 'calendar.unknown') expect(answer.text).not.toContain(detail);
    if (status >= 500) expect(app.logged.join()).toContain(error.message);
  });
});

describe('readiness', () => {
  const ready = () => call('GET', '/api/ready', { as: 'nobody' });

  test('is told without a token', async () => {
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready', degraded: [] } });
  });

  test.each([
    [new StoreUnavailable('full'), 'notAvailable'],
    [new Error('damaged'), 'unexpected'],
  ])('is 503 or worse while the store says %o', async (error, code) => {
    vi.spyOn(app.ports.store, 'ping').mockRejectedValueOnce(error);
    const { status, body } = await ready();
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body.code).toBe(code);
  });

  test('is 503 where the clock of the host differs from that of the store', async () => {
    vi.spyOn(app.ports.store, 'clockOffset').mockReturnValueOnce(600_000);
    const { status, body } = await ready();
    expect([status, body.code]).toEqual([503, 'clock.differs']);
    expect(body.detail).toContain('600 s ahead');
  });

  test('is 503 where what operations keep cannot be read', async () => {
    vi.spyOn(app.ports.policies, 'read').mockRejectedValueOnce(new Error('damaged'));
    expect((await ready()).body.code).toBe('policies.unreadable');
  });
});

describe('more than can be served', () => {
  test('is refused with 429 and a time to wait; what operations look at by is served', async () => {
    const { admitted } = await import('../overload.ts');
    const { mostNew, longest } = await import('../../shared/api/admission.ts');
    const submit = () => call('POST', '/api/cases', { body: submission });
    let isOver = false;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    /** One after the other takes a place as long as there are any: how many there are depends on the machine. */
    const fill = async () => {
      while (!isOver) {
        await admitted({ id: 'submitCase', roles: ['integration'] }, () => ended).catch(() => undefined);
      }
    };
    const filling = Array.from({ length: mostNew }, fill);
    try {
      let answer = await submit();
      while (answer.status === 201) answer = await submit();
      expect([answer.status, answer.body.code]).toEqual([429, 'overloaded']);
      expect(answer.headers.get('retry-after')).toBe(String(longest / 1000));
      const statuses = [
        (await call('GET', '/api/operations/alarms', { as: 'operations' })).status,
        (await call('GET', '/api/cases')).status,
      ];
      expect(statuses).toEqual([200, 200]);
    } finally {
      isOver = true;
      end();
      await Promise.all(filling);
    }
    expect((await submit()).status).toBe(201);
  });
});
