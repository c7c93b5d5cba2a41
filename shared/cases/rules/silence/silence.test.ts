/** What the customer's silence does (COM-A, COM-B1, COM-B2, COM-C, COM-2, DG-1, DG-4). */
import { describe, expect, test } from 'vitest';

import {
  businessHoursB,
  contacted,
  coverageChange,
  proposalOpen,
  questionOpen,
  severityRequest,
  withApproval,
} from '../../testing/states.ts';
import type { Story, StoryOptions } from '../../testing/story.ts';

const inBusinessHours: StoryOptions = { submission: businessHoursB };

/** When the customer was reminded. */
const reminders = (story: Story) => story.mails('replyReminder').map(({ requestedAt }) => requestedAt);
/** When the severity was lowered, to what and by which rules. */
const lowerings = (story: Story) =>
  story.ofType('severity.lowered').map(({ decidedAsOf, data, rules }) => [decidedAsOf, data.to, ...rules]);

/*
 * Eight and sixteen business hours in Tokyo (00:00Z to 08:30Z) after a question on Friday 2026-11-20 at 08:00Z:
 * 00:30 on Friday; nothing on Saturday, Sunday, and Monday 23, a holiday; 07:30 on Tuesday are eight. Tuesday has
 * 08:30, together nine; 07:00 on Wednesday are sixteen.
 */
const eight = '2026-11-24T07:30:00Z';
const sixteen = '2026-11-25T07:00:00Z';

describe('around the clock', () => {
  test('COM-A, COM-B1, DG-1: a reminder after 2 h, to B after 4 h, to C after 8 h in all, never below', () => {
    const story = questionOpen().until('2026-12-31T00:00:00Z');
    expect(lowerings(story)).toEqual([
      ['2026-11-20T12:00:00Z', 'B', 'DG-1', 'COM-A', 'COM-2'],
      ['2026-11-20T16:00:00Z', 'C', 'DG-1', 'COM-B1', 'COM-2'],
    ]);
    // At C the same question goes on in business hours (COM-C).
    expect(reminders(story)).toEqual(['2026-11-20T10:00:00Z', eight, sixteen]);
    expect(story.state).toMatchObject({ severity: 'C', coverage: 'businessHours', status: 'open' });
  });

  test('COM-C: the mail on a lowering to C at one in the morning waits for business hours', () => {
    const [toB, toC] = questionOpen().wait(600).mails('severityLowered');
    expect(toB).not.toHaveProperty('notBefore');
    expect(toB?.about).toMatchObject({ from: 'A', severity: 'B', to: 'C', until: '2026-11-20T16:00:00Z' });
    expect(toC).toMatchObject({ requestedAt: '2026-11-20T16:00:00Z', notBefore: '2026-11-24T00:00:00Z' });
  });

  test('COM-B1: at B a reminder after 2 h, to C after 8 h', () => {
    const story = questionOpen({ submission: { severity: 'B' } }).wait(10 * 60);
    expect(reminders(story)).toEqual(['2026-11-20T10:00:00Z']);
    expect(lowerings(story)).toEqual([['2026-11-20T16:00:00Z', 'C', 'DG-1', 'COM-B1', 'COM-2']]);
  });

  test.each(['customer.replied', 'customer.rejectedResolution'] as const)(
    'DG-1: %s a millisecond before the limit saves the severity; at the limit it is too late',
    (answer) => {
      const open = () => proposalOpen().acts('engineer.requestedInformation');
      const inTime = open().until('2026-11-20T11:59:59.999Z').acts(answer).wait(600);
      expect(inTime.state.severity).toBe('A');
      const late = open().until('2026-11-20T12:00:00Z').acts(answer).wait(600);
      expect(late.state.severity).toBe('B');
    },
  );

  test('COM-2: support that asks again waits anew', () => {
    const story = questionOpen()
      .wait(3 * 60)
      .acts('engineer.requestedInformation')
      .wait(10 * 60);
    // Asked again at 11:00Z: reminded at 13:00Z, lowered at 15:00Z and 19:00Z.
    expect(reminders(story)).toEqual(['2026-11-20T10:00:00Z', '2026-11-20T13:00:00Z']);
    expect(lowerings(story).map(([at]) => at)).toEqual(['2026-11-20T15:00:00Z', '2026-11-20T19:00:00Z']);
  });

  test('DG-4: an unanswered proposal has the same limits', () => {
    expect(lowerings(proposalOpen().wait(9 * 60))).toEqual([
      ['2026-11-20T12:00:00Z', 'B', 'DG-4', 'COM-A', 'COM-2'],
      ['2026-11-20T16:00:00Z', 'C', 'DG-4', 'COM-B1', 'COM-2'],
    ]);
  });

  test('a question and a proposal are waited for side by side, and lower no more than silence allows', () => {
    const story = questionOpen().wait(60).acts('engineer.proposedResolution').until('2026-11-20T15:59:00Z');
    // Lowered for the question at 12:00Z: from then on the proposal of 09:00Z has the 8 h of B.
    expect(story.clock('resolutionAcceptance')).toMatchObject({
      state: 'running',
      dueAt: '2026-11-20T17:00:00Z',
    });
    story.until('2026-12-31T00:00:00Z');
    expect(lowerings(story).map(([at, to, rule]) => [at, to, rule])).toEqual([
      ['2026-11-20T12:00:00Z', 'B', 'DG-1'],
      ['2026-11-20T16:00:00Z', 'C', 'DG-1'],
    ]);
  });
});

describe('in business hours', () => {
  test.each([
    ['COM-B2', businessHoursB],
    ['COM-C', { severity: 'C' }],
    ['PRE-1', { service: { name: 'Preview', releaseStage: 'publicPreview' } }],
  ])('%s: reminders after 8 and 16 business hours, and nothing is lowered', (rule, submission) => {
    const story = questionOpen({ submission }).until('2026-12-31T00:00:00Z');
    expect(reminders(story)).toEqual([eight, sixteen]);
    const rules = story.mails('replyReminder').map(({ about }) => about.rules);
    expect(rules).toEqual([expect.arrayContaining([rule]), expect.arrayContaining([rule])]);
    expect(lowerings(story)).toEqual([]);
    expect(story.state).toMatchObject({ status: 'open' });
  });

  test('COM-B2: a reminder that falls due at closing time goes out then', () => {
    // Eight hours from Tuesday 00:30Z are over at 08:30Z, when Tokyo closes.
    const story = questionOpen({ ...inBusinessHours, at: '2026-11-24T00:30:00Z' }).wait(60 * 9);
    expect(story.mails('replyReminder')[0]).toMatchObject({ requestedAt: '2026-11-24T08:30:00Z' });
    expect(story.mails('replyReminder')[0]).not.toHaveProperty('notBefore');
  });

  test('COM-B2: lowered to C by its customer, it cites COM-C from then on', () => {
    const story = questionOpen(inBusinessHours).acts(severityRequest('C')).until(sixteen);
    expect(reminders(story)).toEqual([eight, sixteen]);
    expect(story.clock('customerReply').rules).toContain('COM-C');
  });
});

describe('when severity or coverage changes while the customer is waited for', () => {
  test('COM-C: what was said at A is not taken for the reminder after eight business hours', () => {
    // Half of A's four hours was reminded of at 10:00Z; eight business hours are half of C's sixteen.
    const story = questionOpen()
      .wait(3 * 60)
      .acts(severityRequest('C'))
      .until('2026-12-31T00:00:00Z');
    expect(reminders(story)).toEqual(['2026-11-20T10:00:00Z', eight, sixteen]);
  });

  test('COM-A: raised after the last reminder, the case has the limits of A from the change', () => {
    const story = questionOpen(inBusinessHours)
      .until('2026-11-25T08:00:00Z')
      .acts(severityRequest('A', true));
    expect(story.clock('customerReply')).toMatchObject({ state: 'running', dueAt: '2026-11-25T12:00:00Z' });
    expect(lowerings(story.wait(5 * 60)).map(([at, to]) => [at, to])).toEqual([
      ['2026-11-25T12:00:00Z', 'B'],
    ]);
  });

  test('COM-2: lowered when the new limits are over already, it still waits for the answer', () => {
    const story = questionOpen(inBusinessHours).until('2026-11-25T08:00:00Z').acts(severityRequest('C'));
    expect(story.clock('customerReply')).toMatchObject({ state: 'breached' });
    expect(story.clock('customerReply')).not.toHaveProperty('stoppedAt');
    story.act('customer.replied');
    // An hour after the last reminder.
    expect(story.clock('customerReply')).toMatchObject({ lateBy: 'PT1H', stoppedAt: '2026-11-25T08:00:00Z' });
  });
});

describe('where the policy wants approval (DG-1, COM-2)', () => {
  const put = (options: StoryOptions = {}) => questionOpen({ policy: withApproval, ...options });

  test('the lowering is put to operations, once, and the severity stays', () => {
    const story = put().until('2026-12-31T00:00:00Z');
    expect(story.state).toMatchObject({ severity: 'A', downgrade: { from: 'A', to: 'B' } });
    expect(story.mails('approvalWanted').map(({ requestedAt }) => requestedAt)).toEqual([
      '2026-11-20T12:00:00Z',
    ]);
  });

  test('approved, it is lowered then, and silence counts on from the same question', () => {
    const story = put()
      .wait(5 * 60)
      .acts('downgrade.approved');
    expect(lowerings(story)).toEqual([['2026-11-20T13:00:00Z', 'B', 'DG-1', 'COM-A', 'COM-2']]);
    expect(story.clock('customerReply')).toMatchObject({ state: 'running', dueAt: '2026-11-20T16:00:00Z' });
    expect(story.state.downgrade).toBeUndefined();
  });

  test('declined, nothing is lowered', () => {
    const story = put()
      .wait(5 * 60)
      .acts('downgrade.declined')
      .wait(600);
    expect(story.state).toMatchObject({ severity: 'A' });
    expect(story.state.downgrade).toBeUndefined();
  });

  test('an answer withdraws it', () => {
    const story = put()
      .wait(5 * 60)
      .acts('customer.replied');
    expect(story.ofType('downgrade.withdrawn')).toHaveLength(1);
    expect(story.refusal('downgrade.approved').code).toBe('event.notNow');
  });

  test('COM-B2: business hours withdraw it: there nothing is lowered for silence', () => {
    const story = put({ submission: { severity: 'B' } })
      .wait(9 * 60)
      .acts(coverageChange(false));
    expect(story.ofType('downgrade.withdrawn').map(({ rules }) => rules)).toEqual([
      ['DG-1', 'COM-B1', 'COM-2'],
    ]);
    expect(story.refusal('downgrade.approved').code).toBe('event.notNow');
  });

  test('DG-2: what else it waits for stays, and an answered silence is no reason any more', () => {
    const story = put()
      .wait(5 * 60)
      .acts('rca.requested', 'customer.replied');
    expect(story.state.downgrade?.rules).toEqual(['DG-2']);
    story.act('downgrade.approved');
    expect(story.state).toMatchObject({ severity: 'B' });
    // No recommitment is due for that.
    expect(story.state.lowered).toBeUndefined();
  });
});

test('COM-2: a question that is told two hours late was asked when it was', () => {
  const story = contacted().wait(150);
  story.act({ type: 'engineer.requestedInformation', occurredAt: '2026-11-20T08:20:00Z' });
  // Two hours after it, ten minutes ago.
  expect(reminders(story)).toEqual(['2026-11-20T10:20:00Z']);
  expect(lowerings(story.wait(120)).map(([at]) => at)).toEqual(['2026-11-20T12:20:00Z']);
});
