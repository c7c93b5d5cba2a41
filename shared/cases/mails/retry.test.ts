import { expect, test } from 'vitest';

import { evolve } from '../fold/evolve.ts';
import { mostFailedMails, type Case } from '../model/case.ts';
import type { EventData } from '../model/events.ts';
import { Story } from '../testing/story.ts';
import { allowedActions } from '../decide/allowed.ts';
import { decideCommand } from '../decide/decide.ts';
import { Refused, type CaseAction } from '../model/commands.ts';
import { toMs } from '../../calendar/index.ts';
import { policy, start } from '../testing/story.ts';

const operations = { kind: 'caller', id: 'o-1', role: 'operations', tenantId: 'operator' } as const;

/** What becomes of the sending of a case's mail. */
function after<T extends 'mail.failed' | 'mail.deferred' | 'mail.claimed' | 'mail.sent'>(
  state: Case,
  type: T,
  data: EventData[T],
): Case {
  const { sequence, at } = state;
  const event = { sequence: sequence + 1, type, at, decidedAsOf: at, by: operations, rules: [], data };
  return evolve(state, event as unknown as Parameters<typeof evolve>[1]);
}

function retry(state: Case, mailId: string) {
  const action: CaseAction = { type: 'mail.retryRequested', mailId, by: operations };
  const events = decideCommand(state, action, toMs(start), policy);
  let present = state;
  for (const event of events) present = evolve(present, event);
  return { events, state: present };
}

const opened = () => new Story().state;
const [first] = opened().mails;
const mailId = first?.id ?? '';
const failed = () => after(opened(), 'mail.failed', { mailId, attempt: 8, reason: 'refused' });

test('a mail that has failed leaves those to be sent, and is remembered for who asks again', () => {
  const state = failed();
  expect(state.mails).toEqual([]);
  expect(state.failedMails).toMatchObject([{ id: mailId, state: { status: 'failed', reason: 'refused' } }]);
  expect(allowedActions(state, policy, toMs(start))).toContain('mail.retryRequested');
});

test('asked for again, it is to be sent as if for the first time, under the next attempt’s ids', () => {
  const { events, state } = retry(failed(), mailId);
  expect(events.map(({ type, data }) => [type, data])).toEqual([['mail.retryRequested', { mailId }]]);
  expect(state.mails).toEqual([{ ...first, attempt: 8, state: { status: 'requested' } }]);
  expect(state.failedMails).toEqual([]);
  expect(state.decisionSequence).toBe(opened().decisionSequence);
});

test('what the service had judged is forgotten', () => {
  const retryAt = '2026-11-20T09:00:00Z';
  const deferral = { mailId, attempt: 3, reason: 'failed', retryAt, judged: true } as const;
  const twice = after(after(opened(), 'mail.deferred', deferral), 'mail.deferred', deferral);
  expect(twice.mails).toMatchObject([{ judged: 2 }]);
  const over = after(twice, 'mail.failed', { mailId, attempt: 4, reason: 'failed' });
  expect(retry(over, mailId).state.mails[0]).not.toHaveProperty('judged');
});

test('an attempt that nobody has judged does not count', () => {
  const deferral = { mailId, attempt: 3, reason: '403', retryAt: '2026-11-20T09:00:00Z' };
  expect(after(opened(), 'mail.deferred', deferral).mails[0]).not.toHaveProperty('judged');
});

test('one that waits to be tried again goes at once', () => {
  const deferral = { mailId, attempt: 3, reason: '403', retryAt: '2026-11-27T09:00:00Z' };
  const { state } = retry(after(opened(), 'mail.deferred', deferral), mailId);
  expect(state.mails).toMatchObject([{ id: mailId, attempt: 3, state: { status: 'requested' } }]);
});

test('on a closed case too', () => {
  const state: Case = { ...failed(), status: 'closed' };
  expect(allowedActions(state, policy, toMs(start))).toContain('mail.retryRequested');
  expect(retry(state, mailId).state.mails).toHaveLength(1);
});

const claim = {
  mailId,
  attempt: 1,
  operationId: 'o',
  repeatabilityId: 'r',
  firstSentAt: start,
  expiresAt: start,
  owner: 'run-1',
};

test.each([
  ['that is to be sent anyway', opened()],
  ['that is on its way', after(opened(), 'mail.claimed', claim)],
  ['that was sent', after(opened(), 'mail.sent', { mailId, attempt: 1, operationId: 'o' })],
])('one %s makes no sense: none is sent twice', (_name, state) => {
  expect(() => retry(state, mailId)).toThrow(
    expect.objectContaining({
      refusal: expect.objectContaining({ code: 'event.notNow' }) as unknown,
    }) as Error,
  );
});

test('an unknown one is refused with the name of those that have failed', () => {
  try {
    retry(failed(), 'm99');
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.refusal).toMatchObject({ kind: 'invalid', code: 'mail.unknown', pointer: '/mailId' });
    expect(error.refusal.detail).toContain(`These are: ${mailId}.`);
  }
});

test('a case remembers so many failed mails, and no more', () => {
  let state = failed();
  for (let count = 0; count < 30; count += 1) {
    const mail = { ...state.failedMails?.[0], id: `f${count}`, state: { status: 'requested' } };
    state = after({ ...state, mails: [mail as (typeof state.mails)[number]] }, 'mail.failed', {
      mailId: `f${count}`,
      attempt: 8,
      reason: 'refused',
    });
  }
  expect(state.failedMails?.map(({ id }) => id)).toHaveLength(mostFailedMails);
  expect(state.failedMails?.at(-1)?.id).toBe('f29');
});
