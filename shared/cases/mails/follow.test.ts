import { describe, expect, test } from 'vitest';

import { toInstant, toMs } from '../../calendar/index.ts';
import { Recorder } from '../decide/recorder.ts';
import { mostAccepted, type Case } from '../model/case.ts';
import type { EventData } from '../model/events.ts';
import type { FollowedStatus } from '../model/vocabulary.ts';
import { policy, start, Story } from '../testing/story.ts';
import { isLastAsked, mostAsks, nextFollow, toFollow } from './follow.ts';
import { recordReport } from './report.ts';

const system = { kind: 'system', id: 'tick', role: 'system' } as const;
const aiko = 'aiko@contoso.example';
const minute = 60_000;
const hour = 60 * minute;
const at = (ms: number) => toMs(start) + ms;

function accepted(more: Partial<EventData['mail.sent']> = { running: true }, from?: Case) {
  const state = from ?? new Story().state;
  const [mail] = state.mails;
  if (!mail) throw new Error('no mail');
  const record = new Recorder(state, start, system);
  record.add('mail.sent', { mailId: mail.id, attempt: 1, operationId: 'o-1', ...more }, start);
  return { state: record.existing, mailId: mail.id, request: { mailId: mail.id, ...mail } };
}

function followed(state: Case, mailId: string, status: FollowedStatus, attempt = 1): Case {
  const record = new Recorder(state, start, system);
  record.add('mail.followed', { mailId, attempt, status }, start);
  return record.existing;
}

test('a mail whose operation was under way when it was accepted is asked for from ten minutes on, within four hours', () => {
  const { state, mailId } = accepted();
  expect(state.mails).toEqual([]);
  expect(state.accepted).toEqual([{ mailId, attempt: 1, operationId: 'o-1', at: start, to: [aiko] }]);
  expect(toFollow(state, at(10 * minute) - 1)).toEqual([]);
  expect(toFollow(state, at(10 * minute))).toHaveLength(1);
  expect(nextFollow(state)).toBe(at(4 * hour));
});

test('one whose end was known at once is not asked for, nor one of a stream that does not say', () => {
  expect(accepted({}).state.accepted).toBeUndefined();
});

test.each(['succeeded', 'failed', 'unknown', 'unreachable'] as const)(
  '%s: it is asked for no more',
  (status) => {
    const { state, mailId } = accepted();
    const after = followed(state, mailId, status);
    expect(after.accepted).toBeUndefined();
    expect(nextFollow(after)).toBeUndefined();
  },
);

test('one that is under way still is asked for again, a few times, and then no more', () => {
  const { state, mailId } = accepted();
  const wakes: (number | undefined)[] = [];
  let one = state;
  for (let ask = 0; ask < mostAsks; ask += 1) {
    wakes.push(nextFollow(one));
    one = followed(one, mailId, 'running');
  }
  expect(wakes).toEqual([at(4 * hour), at(12 * hour), at(24 * hour)]);
  expect(one.accepted).toBeUndefined();
});

test('what is said of another attempt changes nothing', () => {
  const { state, mailId } = accepted();
  expect(followed(state, mailId, 'succeeded', 2).accepted).toEqual(state.accepted);
});

describe('what reports tell', () => {
  const told = (status: 'delivered' | 'failed') => {
    const { state, request } = accepted();
    const record = new Recorder(state, start, system);
    recordReport(record, policy, request, { attempt: 1, recipient: 'AIKO@contoso.example', status }, start);
    return record.existing;
  };

  test('delivered: nothing need be asked', () => {
    expect(told('delivered').accepted).toBeUndefined();
  });

  test('delivered before the sending is recorded: nothing need be asked either', () => {
    const { state } = new Story();
    const [mail] = state.mails;
    if (!mail) throw new Error('no mail');
    const record = new Recorder(state, start, system);
    const [operationId, repeatabilityId, owner] = ['o-1', 'r-1', 'run-1'];
    const claim = { operationId, repeatabilityId, firstSentAt: start, expiresAt: start, owner };
    record.add('mail.claimed', { mailId: mail.id, attempt: 1, ...claim }, start);
    const request = { mailId: mail.id, ...mail };
    recordReport(record, policy, request, { attempt: 1, recipient: aiko, status: 'delivered' }, start);
    expect(accepted({ running: true }, record.existing).state.accepted).toBeUndefined();
  });

  test('that one recipient was not reached is remembered, since it says nothing of the others', () => {
    expect(told('failed').accepted).toMatchObject([{ bounced: [aiko] }]);
  });
});

test('a service that does not answer is asked no more after a day', () => {
  const { state } = accepted();
  const [one] = state.accepted ?? [];
  if (!one) throw new Error('nothing accepted');
  expect(isLastAsked(one, at(24 * hour) - 1)).toBe(false);
  expect(isLastAsked(one, at(24 * hour))).toBe(true);
});

test('a case keeps the latest only', () => {
  let { state } = accepted();
  const [first] = state.accepted ?? [];
  for (let more = 0; more < mostAccepted; more += 1) {
    const record = new Recorder(state, toInstant(at(more)), system);
    const mailId = `m${record.nextSequence}`;
    const about = { severity: 'A', coverage: '24x7', rules: [] } as const;
    record.add('mail.requested', { mailId, kind: 'escalated', audience: 'operations', about }, start);
    record.add('mail.sent', { mailId, attempt: 1, operationId: `o-${mailId}`, running: true }, start);
    state = record.existing;
  }
  expect(state.accepted).toHaveLength(mostAccepted);
  expect(state.accepted).not.toContainEqual(first);
  expect(state.accepted?.[0]).not.toHaveProperty('to');
});
