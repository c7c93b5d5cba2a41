import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toInstant, toMs } from '../../calendar/instant.ts';
import type { Case, MailState } from '../../cases/index.ts';
import { Story } from '../../cases/testing/story.ts';
import { claim, isClaimable, nextMailWake, waitingMail } from './claim.ts';
import { claimed, exampleCase, exampleMail } from '../testing/service.ts';

const real = toMs('2030-01-01T00:00:00Z');
const product = toMs('2026-11-20T08:00:00Z');
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const held = (expiresAt: number, owner = 'run-1'): MailState => ({
  status: 'claimed',
  operationId: 'op',
  repeatabilityId: 'rep',
  firstSentAt: toInstant(real - 60_000),
  expiresAt: toInstant(expiresAt),
  owner,
});
const deferred = (retryAt: number): MailState => ({
  status: 'deferred',
  retryAt: toInstant(retryAt),
  reason: '',
});

describe('claim', () => {
  it('a fresh one: next attempt, own ids, four minutes of real time', () => {
    const data = claim('case-1', exampleMail(), { now: real, owner: 'run-1' });
    expect(data).toMatchObject({
      mailId: 'acknowledgement-1',
      attempt: 1,
      owner: 'run-1',
      firstSentAt: '2030-01-01T00:00:00Z',
      expiresAt: '2030-01-01T00:04:00Z',
    });
    expect(data.operationId).toMatch(uuid);
    expect(data.repeatabilityId).toMatch(uuid);
    expect(data.operationId).not.toBe(data.repeatabilityId);
  });

  it('a take-over: the same attempt, ids and first-sent instant; new owner and expiry', () => {
    const first = claim('case-1', exampleMail(), { now: real, owner: 'run-1' });
    const later = real + 240_000;
    const second = claim('case-1', claimed(exampleMail(), first), { now: later, owner: 'run-2' });
    expect(second).toEqual({ ...first, owner: 'run-2', expiresAt: toInstant(later + 240_000) });
  });

  it('after a deferral: a new attempt under new ids', () => {
    const first = claim('case-1', exampleMail(), { now: real, owner: 'run-1' });
    const mail = exampleMail({ attempt: 1, state: deferred(product) });
    const second = claim('case-1', mail, { now: real, owner: 'run-1' });
    expect(second.attempt).toBe(2);
    expect(second.operationId).not.toBe(first.operationId);
    expect(second.repeatabilityId).not.toBe(first.repeatabilityId);
  });

  it.each<MailState>([
    { status: 'sent', operationId: 'op' },
    { status: 'failed', reason: '' },
  ])('never of a mail that is $status', (state) => {
    expect(() => claim('case-1', exampleMail({ state }), { now: real, owner: 'run-1' })).toThrow(RangeError);
  });

  it('ids: equal for the same case, mail and attempt, and different for any other', () => {
    const triple = fc.tuple(fc.string(), fc.string(), fc.nat(20));
    const ids = ([caseId, id, attempt]: [string, string, number], now: number, owner: string) => {
      const { operationId, repeatabilityId } = claim(caseId, exampleMail({ id, attempt }), { now, owner });
      return [operationId, repeatabilityId];
    };
    fc.assert(
      fc.property(triple, triple, fc.nat(), (one, other, later) => {
        expect(ids(one, real, 'run-1')).toEqual(ids(one, real + later, 'run-2'));
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(ids(one, real, 'run-1').some((id) => ids(other, real, 'run-1').includes(id))).toBe(same);
      }),
    );
  });
});

describe('when a mail may be claimed, and when to wake for it', () => {
  it.each<{
    name: string;
    state: MailState;
    notBefore?: number;
    dead?: string;
    claimable: boolean;
    wake: number | null;
  }>([
    { name: 'requested', state: { status: 'requested' }, claimable: true, wake: product },
    {
      name: 'requested for later',
      state: { status: 'requested' },
      notBefore: product + 1,
      claimable: false,
      wake: product + 1,
    },
    {
      name: 'requested for now',
      state: { status: 'requested' },
      notBefore: product,
      claimable: true,
      wake: product,
    },
    {
      name: 'requested for earlier',
      state: { status: 'requested' },
      notBefore: product - 5_000,
      claimable: true,
      wake: product,
    },
    {
      name: 'requested for a while ago, deferred to later',
      state: deferred(product + 1),
      notBefore: product - 5_000,
      claimable: false,
      wake: product + 1,
    },
    {
      name: 'requested for later, claimed all the same, owner dead',
      state: held(real + 90_000),
      notBefore: product + 5_000,
      dead: 'run-1',
      claimable: true,
      wake: product,
    },
    {
      name: 'requested for later, sent',
      state: { status: 'sent', operationId: 'op' },
      notBefore: product + 5_000,
      claimable: false,
      wake: null,
    },
    { name: 'deferred to later', state: deferred(product + 1), claimable: false, wake: product + 1 },
    { name: 'deferred to now', state: deferred(product), claimable: true, wake: product },
    { name: 'deferred to earlier', state: deferred(product - 5_000), claimable: true, wake: product },
    { name: 'claimed', state: held(real + 90_000), claimable: false, wake: product + 90_000 },
    {
      name: 'claimed, owner dead',
      state: held(real + 90_000),
      dead: 'run-1',
      claimable: true,
      wake: product,
    },
    {
      name: 'claimed, another dead',
      state: held(real + 90_000),
      dead: 'run-2',
      claimable: false,
      wake: product + 90_000,
    },
    { name: 'claim just expired', state: held(real), claimable: true, wake: product },
    { name: 'claim about to expire', state: held(real + 1), claimable: false, wake: product + 1 },
    { name: 'sent', state: { status: 'sent', operationId: 'op' }, claimable: false, wake: null },
    { name: 'failed', state: { status: 'failed', reason: '' }, claimable: false, wake: null },
  ])('$name', ({ state, notBefore, dead, claimable, wake }) => {
    const times = { now: product, realNow: real, deadOwner: (owner: string) => owner === dead };
    const later = notBefore === undefined ? {} : { notBefore: toInstant(notBefore) };
    const mail = exampleMail({ attempt: 1, state, ...later });
    expect(isClaimable(exampleCase, mail, times)).toBe(claimable);
    expect(nextMailWake(exampleCase, mail, times)).toBe(wake);
  });
});

describe('COM-B2, COM-C: what silence causes waits for business hours, whatever made it late', () => {
  // A Friday; Monday is a holiday in Japan. 09:00 to 17:30 in Tokyo are 00:00Z to 08:30Z.
  const closed = toMs('2026-11-20T13:00:00Z');
  const opening = toMs('2026-11-24T00:00:00Z');
  const inHours = new Story({ submission: { severity: 'B', require24X7Response: false } }).state;
  const reminder = (state: MailState) => exampleMail({ kind: 'replyReminder', attempt: 1, state });
  const at = (now: number, dead?: string) => {
    return { now, realNow: now, deadOwner: (owner: string) => owner === dead };
  };

  it.each<{ name: string; state: MailState; now?: number; dead?: string; of?: Case; wake: number }>([
    { name: 'the product was down', state: { status: 'requested' }, wake: opening },
    { name: 'the service was, until late', state: deferred(closed - 60_000), wake: opening },
    { name: 'the service is, until the night', state: deferred(closed + 60_000), wake: opening },
    {
      name: 'a claim was left by a dead owner',
      state: held(closed + 90_000),
      dead: 'run-1',
      wake: closed + 90_000,
    },
    { name: 'a claim has expired: it is asked for', state: held(closed), wake: closed },
    {
      name: 'just after closing it is on time',
      state: { status: 'requested' },
      now: toMs('2026-11-20T08:30:59Z'),
      wake: toMs('2026-11-20T08:30:59Z'),
    },
    {
      name: 'a minute after closing',
      state: { status: 'requested' },
      now: toMs('2026-11-20T08:31:00Z'),
      wake: opening,
    },
    {
      name: 'with 24x7 coverage there is no night',
      state: { status: 'requested' },
      of: exampleCase,
      wake: closed,
    },
  ])('$name', ({ state, now = closed, dead, of = inHours, wake }) => {
    const mail = reminder(state);
    expect(nextMailWake(of, mail, at(now, dead))).toBe(wake);
    expect(isClaimable(of, mail, at(now, dead))).toBe(wake === now);
  });

  it.each(['acknowledgement', 'responseLate', 'informationRequested', 'closed', 'responseWarning'] as const)(
    '%s goes out at once: silence does not cause it',
    (kind) => {
      const mail = exampleMail({ kind });
      expect(isClaimable(inHours, mail, at(closed))).toBe(true);
    },
  );

  it('what waits for its hour is not told to operations as waiting', () => {
    const mails = [reminder({ status: 'requested' }), exampleMail({ kind: 'closed' })];
    expect(waitingMail({ ...inHours, mails }, closed)).toMatchObject({ count: 1 });
    expect(waitingMail({ ...inHours, mails }, opening)).toMatchObject({ count: 2 });
    expect(waitingMail({ ...inHours, mails: [] }, closed)).toBeUndefined();
  });
});

it('what is left for want of a slot wakes later, and nothing else does', () => {
  const times = { now: product, realNow: real, deadOwner: () => false, mailFrom: product + 7_000 };
  const wake = (state: MailState) => nextMailWake(exampleCase, exampleMail({ attempt: 1, state }), times);
  expect(wake({ status: 'requested' })).toBe(product + 7_000);
  expect(wake(deferred(product))).toBe(product + 7_000);
  expect(wake(held(real))).toBe(product + 7_000);
  expect(wake(deferred(product + 1))).toBe(product + 1);
});
