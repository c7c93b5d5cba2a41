import { describe, expect, test } from 'vitest';

import type { CaseEvent } from '../../cases/index.ts';
import type { Caller } from '../../identity/caller.ts';
import type { CaseItem, CaseView, TimelineEntry } from '../schemas.ts';
import { allowOnly, whole } from './allow.ts';
import { caseFor, caseItemFor } from './customer.ts';
import { entryFor } from './timeline.ts';

const token = (home: boolean): Caller => ({
  subject: 's',
  client: 'c',
  tenantId: home ? 'operator' : 'contoso',
  home,
  roles: ['integration'],
});
const customer = token(false);
const own = token(true);

test('only what is named is shown, at any depth and in arrays', () => {
  const value = { a: 1, b: { c: 2, d: 3 }, e: [{ f: 4, g: 5 }, null], h: 'x' };
  expect(allowOnly(value, { a: true, b: whole('c'), e: whole('f') })).toEqual({
    a: 1,
    b: { c: 2 },
    e: [{ f: 4 }, null],
  });
  expect(allowOnly({ toString: 1, __proto__: { x: 1 } }, {})).toEqual({});
});

describe('what is new is hidden from a customer until somebody decides otherwise', () => {
  const view = {
    id: 'x',
    title: 't',
    fresh: 1,
    clocks: [{ id: 'k2', fresh: 1 }],
    escalations: [{ key: 'b', fresh: 1 }],
    allowed: ['customer.replied', 'downgrade.approved'],
  } as unknown as CaseView;

  test('a field of a case', () => {
    expect(caseFor(customer, view)).toEqual({
      id: 'x',
      title: 't',
      clocks: [{ id: 'k2' }],
      escalations: [{ key: 'b' }],
      allowed: ['customer.replied'],
    });
    expect(caseFor(own, view)).toBe(view);
  });

  test('a field of a list', () => {
    const item = { id: 'x', alerts: { level: 1, round: 1 }, fresh: 1, clocks: [] } as unknown as CaseItem;
    expect(caseItemFor(customer, item)).toEqual({ id: 'x', clocks: [] });
    expect(caseItemFor(own, item)).toBe(item);
  });

  const by = { kind: 'caller', id: 'someone@operator.example', role: 'operations' } as const;
  const line = (type: string, data: object, after: object = {}): [TimelineEntry, CaseEvent] => {
    const entry = { sequence: 1, type, at: '', decidedAsOf: '', by, rules: [], before: {}, after, data };
    return [entry as unknown as TimelineEntry, { by } as unknown as CaseEvent];
  };
  const seen = (type: string, data: object, after: object = {}, isForCustomer = false) =>
    entryFor(customer, ...line(type, data, after), isForCustomer);

  test.each([
    'something.new',
    'note.added',
    'alarm.started',
    'alert.acknowledged',
    'escalation.raised',
    'downgrade.proposed',
    'mail.claimed',
    'mail.deferred',
    'toString',
  ])('the event %s', (type) => {
    expect(seen(type, { message: 'x' }, {}, true)).toBeUndefined();
    expect(entryFor(own, ...line(type, { message: 'x' }), false)).toBeDefined();
  });

  test('a field of an event, a change of it, and who in support it was', () => {
    const after = {
      severity: 'B',
      'clocks.k2.state': 'met',
      alarm: '1',
      'escalations.x': 1,
      downgradeTo: 'C',
    };
    expect(seen('case.closed', { message: 'x', fresh: 1, reason: 'requested' }, after)).toMatchObject({
      by: { kind: 'caller', id: 'operations', role: 'operations' },
      after: { severity: 'B', 'clocks.k2.state': 'met' },
      data: { message: 'x', reason: 'requested' },
    });
    expect(Object.keys(seen('case.closed', {}, after)?.after ?? {})).toEqual(['severity', 'clocks.k2.state']);
  });

  test('mail to operations, and what the mail service said', () => {
    const failed = { mailId: 'm1', reason: '5.1.1 <ops@operator.example> unknown', attempt: 1 };
    expect(seen('mail.failed', failed, { 'mails.m1': 'failed' })).toBeUndefined();
    expect(seen('mail.failed', failed, { 'mails.m1': 'failed' }, true)).toMatchObject({
      data: { mailId: 'm1' },
      after: { 'mails.m1': 'failed' },
    });
    expect(seen('mail.failed', failed, {}, true)?.data).toEqual({ mailId: 'm1' });
  });
});
