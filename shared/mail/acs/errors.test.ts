import { describe, expect, it } from 'vitest';
import { translate } from './errors.ts';
import {
  MailRejected,
  MailThrottled,
  MailTooOld,
  MailUnavailable,
  MailUncertain,
} from '../delivery/errors.ts';
import { deferredTo, parameters, retryAt } from '../delivery/parameters.ts';

const http = (statusCode: number, headers: Record<string, string> = {}, code = 'BadRequest') =>
  Object.assign(new Error('said no'), {
    name: 'RestError',
    code,
    statusCode,
    response: { headers: { get: (name: string) => headers[name] } },
  });

describe('what an error of the SDK means', () => {
  it.each([
    { status: 400, kind: MailRejected },
    { status: 413, kind: MailRejected },
    { status: 422, kind: MailRejected },
    { status: 200, kind: MailUncertain },
    { status: 202, kind: MailUncertain },
    { status: 302, kind: MailUncertain },
    { status: 401, kind: MailUnavailable },
    { status: 402, kind: MailUnavailable },
    { status: 405, kind: MailUnavailable },
    { status: 451, kind: MailUnavailable },
    { status: 403, kind: MailUnavailable },
    { status: 404, kind: MailUnavailable },
    { status: 408, kind: MailUnavailable },
    { status: 409, kind: MailUncertain },
    { status: 412, kind: MailTooOld },
    { status: 429, kind: MailThrottled },
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
    { header: 'Sat, 20 Nov 2066 08:00:00 GMT', date: 'Fri, 20 Nov 2026 08:00:00 GMT', wait: 3_600_000 },
    { header: '99999999999999999999', date: undefined, wait: 3_600_000 },
    { header: '9'.repeat(400), date: undefined, wait: 3_600_000 },
    { header: '-5', date: 'Fri, 20 Nov 2026 08:00:00 GMT', wait: undefined },
    { header: '1e3', date: 'Fri, 20 Nov 2026 08:00:00 GMT', wait: undefined },
    { header: '2099', date: 'Fri, 20 Nov 2026 08:00:00 GMT', wait: 2_099_000 },
    { header: '+275760-09-13', date: 'Fri, 20 Nov 2026 08:00:00 GMT', wait: undefined },
    { header: 'soon', date: undefined, wait: undefined },
    { header: undefined, date: undefined, wait: undefined },
  ])('Retry-After $header: $wait ms', ({ header, date, wait }) => {
    const headers = { ...(header && { 'retry-after': header }), ...(date && { date }) };
    expect(translate(http(429, headers))).toHaveProperty('retryAfter', wait);
  });
});

describe('who has judged', () => {
  it.each([
    { what: 'the recipient', code: 'InvalidRecipient', status: 400, kind: MailRejected },
    { what: 'the size', code: 'RequestTooLarge', status: 413, kind: MailRejected },
    { what: 'the domain of a recipient', code: 'InvalidRecipientDomain', status: 400, kind: MailRejected },
    { what: 'our sender', code: 'InvalidSenderUserName', status: 400, kind: MailUnavailable },
    { what: 'our domain', code: 'DomainNotLinked', status: 400, kind: MailUnavailable },
    { what: 'nobody who says so', code: '', status: 400, kind: MailUnavailable },
  ])('$status about $what: $kind.name', ({ code, status, kind }) => {
    expect(translate(http(status, {}, code)).constructor).toBe(kind);
  });

  it('keeps little of what it says', () => {
    const long = Object.assign(http(400), { message: 'x'.repeat(5_000_000) });
    expect(translate(long).message).toHaveLength(500);
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

  it('where nobody has judged: as long as the service asks, never shorter than its own, and never ends', () => {
    expect(deferredTo(1, 1_000, 0, { asked: 600_000 })).toBe(601_000);
    expect(deferredTo(1, 1_000, 0, { asked: 5 })).toBe(61_000);
    expect(deferredTo(5_000, 0, 0)).toBe(parameters.longestDeferral);
    expect(deferredTo(1, 0, 0, { asked: 1e20 })).toBe(parameters.longestAsked);
  });

  it('by chance up to half as long again', () => {
    expect(deferredTo(1, 0, 0)).toBe(60_000);
    expect(deferredTo(1, 0, 0.5)).toBe(75_000);
    expect(deferredTo(1, 0, 1)).toBe(90_000);
  });

  it('the limits fit into each other', () => {
    expect(3 * parameters.ask).toBeLessThan(parameters.attempt);
    expect(parameters.attempt).toBeLessThan(parameters.claim - parameters.abortMargin);
    expect(parameters.claim).toBeLessThan(5 * 60_000);
  });
});
