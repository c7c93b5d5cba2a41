import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toInstant, toMs } from '../../calendar/instant.ts';
import type { MailState } from '../../cases/index.ts';
import { claim, isClaimable, nextMailWake } from './claim.ts';
import { claimed, exampleMail } from '../testing/service.ts';

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
    expect(isClaimable(mail, times)).toBe(claimable);
    expect(nextMailWake(mail, times)).toBe(wake);
  });
});
