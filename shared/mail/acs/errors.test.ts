import { describe, expect, it } from 'vitest';
import { translate } from './errors.ts';
import { MailRejected, MailTooOld, MailUnavailable, MailUncertain } from '../delivery/errors.ts';
import { parameters, retryAt } from '../delivery/parameters.ts';

const http = (statusCode: number, headers: Record<string, string> = {}) =>
  Object.assign(new Error('said no'), {
    name: 'RestError',
    statusCode,
    response: { headers: { get: (name: string) => headers[name] } },
  });

describe('what an error of the SDK means', () => {
  it.each([
    { status: 400, kind: MailRejected },
    { status: 413, kind: MailRejected },
    { status: 422, kind: MailRejected },
    { status: 401, kind: MailUnavailable },
    { status: 403, kind: MailUnavailable },
    { status: 404, kind: MailUnavailable },
    { status: 408, kind: MailUnavailable },
    { status: 409, kind: MailUncertain },
    { status: 412, kind: MailTooOld },
    { status: 429, kind: MailUnavailable },
    { status: 500, kind: MailUnavailable },
    { status: 502, kind: MailUncertain },
    { status: 503, kind: MailUnavailable },
    { status: 504, kind: MailUncertain },
  ])('$status: $kind.name', ({ status, kind }) => {
    const error = http(status);
    const translated = translate(error);
    expect(translated.constructor).toBe(kind);
    expect(translated.cause).toBe(error);
    expect(translated.message).toContain(String(status));
  });

  it.each([
    { name: 'no server', error: { code: 'ECONNREFUSED' }, kind: MailUnavailable },
    { name: 'no such host', error: { code: 'ENOTFOUND' }, kind: MailUnavailable },
    { name: 'no token', error: { name: 'CredentialUnavailableError' }, kind: MailUnavailable },
    { name: 'a broken connection', error: { code: 'ECONNRESET' }, kind: MailUncertain },
    { name: 'an aborted request', error: { name: 'AbortError' }, kind: MailUncertain },
    { name: 'anything else', error: {}, kind: MailUncertain },
    { name: 'something thrown that is no error', error: 'oops', kind: MailUncertain },
  ])('$name: $kind.name', ({ error, kind }) => {
    expect(translate(error).constructor).toBe(kind);
  });

  it.each([
    { status: 500, nothingRan: false },
    { status: 503, nothingRan: false },
    { status: 429, nothingRan: true },
    { status: 401, nothingRan: true },
  ])('$status: nothing ran: $nothingRan', ({ status, nothingRan }) => {
    expect(translate(http(status))).toMatchObject({ nothingRan });
  });

  it.each([
    { header: '7', date: undefined, wait: 7_000 },
    { header: 'Fri, 20 Nov 2026 08:01:30 GMT', date: 'Fri, 20 Nov 2026 08:00:00 GMT', wait: 90_000 },
    { header: 'Fri, 20 Nov 2026 07:00:00 GMT', date: 'Fri, 20 Nov 2026 08:00:00 GMT', wait: 0 },
    { header: 'Fri, 20 Nov 2026 08:01:30 GMT', date: undefined, wait: undefined },
    { header: 'soon', date: undefined, wait: undefined },
    { header: undefined, date: undefined, wait: undefined },
  ])('Retry-After $header: $wait ms', ({ header, date, wait }) => {
    const headers = { ...(header && { 'retry-after': header }), ...(date && { date }) };
    expect(translate(http(429, headers))).toHaveProperty('retryAfter', wait);
  });
});

describe('back-off', () => {
  it('waits longer after each attempt, then gives up', () => {
    const attempts = parameters.backOff.length;
    const waits = Array.from({ length: attempts }, (_, index) => retryAt(index + 1, 0));
    expect(waits).toEqual([...parameters.backOff]);
    expect(waits).toEqual([...waits].sort((a, b) => Number(a) - Number(b)));
    expect(retryAt(attempts + 1, 0)).toBeNull();
  });

  it('waits as long as the service asks, never shorter than its own', () => {
    expect(retryAt(1, 1_000, 600_000)).toBe(601_000);
    expect(retryAt(1, 1_000, 5)).toBe(61_000);
  });

  it('the limits fit into each other', () => {
    expect(parameters.ask).toBeLessThan(parameters.abortMargin);
    expect(parameters.claim).toBeLessThan(5 * 60_000);
  });
});
