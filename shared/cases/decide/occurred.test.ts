/** What happened earlier and is told only now: never after now, never before what its clocks have recorded. */
import { describe, expect, test } from 'vitest';

import type { CaseActionType } from '../model/actions.ts';
import {
  bestEffort,
  businessHoursB,
  contacted,
  coverageChange,
  questionOpen,
  reopenRequest,
  severityRequest,
  slow,
} from '../testing/states.ts';
import { Story, type Posted } from '../testing/story.ts';

const at = (body: Posted | CaseActionType, occurredAt: string): Posted => ({
  ...(typeof body === 'string' ? { type: body } : body),
  occurredAt,
});
const tooEarly = { kind: 'invalid', code: 'occurredAt.outOfOrder', pointer: '/occurredAt' };

describe('refused', () => {
  test('a millisecond in the future, with the time it is', () => {
    const refusal = new Story().refusal(at('engineer.contacted', '2026-11-20T08:00:00.001Z'));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'occurredAt.inFuture', pointer: '/occurredAt' });
    expect(refusal.detail).toContain('2026-11-20T08:00:00Z');
  });

  test.each<[string, () => Story, Posted | CaseActionType, string]>([
    ['the submission', () => new Story(), 'engineer.contacted', '2026-11-20T08:00:00Z'],
    ['a breach', () => new Story().wait(70), 'engineer.contacted', '2026-11-20T09:00:00Z'],
    [
      'another target',
      () => new Story().wait(20).acts(severityRequest('B', true)).wait(10),
      'engineer.contacted',
      '2026-11-20T08:20:00Z',
    ],
    [
      'the question',
      () => contacted().wait(30).acts('engineer.requestedInformation'),
      'customer.replied',
      '2026-11-20T08:30:00Z',
    ],
    [
      'the proposal, though its clock has ended',
      () => contacted().wait(30).acts('engineer.proposedResolution', 'customer.replied').wait(60),
      'customer.rejectedResolution',
      '2026-11-20T08:30:00Z',
    ],
    [
      'the start of the work',
      () => contacted().wait(30).acts('investigation.started'),
      'investigation.paused',
      '2026-11-20T08:30:00Z',
    ],
    [
      'the end of a pause',
      () =>
        bestEffort().wait(10).acts('investigation.paused').wait(50).acts('investigation.started').wait(10),
      'investigation.paused',
      '2026-11-20T09:00:00Z',
    ],
    [
      'the closing',
      () => contacted().wait(30).acts('case.closed').wait(30),
      'rca.requested',
      '2026-11-20T08:30:00Z',
    ],
    [
      'the reopening',
      () => contacted().wait(30).acts('case.closed', reopenRequest).wait(20),
      'engineer.contacted',
      '2026-11-20T08:30:00Z',
    ],
    [
      'other hours, by which the work would be counted',
      () => contacted({ submission: slow }).wait(30).acts(coverageChange(false)).wait(30),
      'investigation.started',
      '2026-11-20T08:30:00Z',
    ],
    [
      'the end of any clock, for what concerns them all',
      () => new Story().wait(40).acts('engineer.contacted').wait(5),
      severityRequest('B', true),
      '2026-11-20T08:40:00Z',
    ],
    [
      'an answer that was not asked for, by a question',
      () => contacted().wait(40).acts('customer.replied').wait(5),
      'engineer.requestedInformation',
      '2026-11-20T08:40:00Z',
    ],
    [
      'the first response, by what would have been it',
      () => new Story().wait(40).acts('engineer.contacted').wait(5),
      'engineer.proposedResolution',
      '2026-11-20T08:40:00Z',
    ],
    [
      'anything that was done, by the end of the case',
      () =>
        contacted()
          .wait(40)
          .acts({ type: 'dataScript.requested', testedInUat: true, providedBy: 'customer' })
          .wait(5),
      'case.closed',
      '2026-11-20T08:40:00Z',
    ],
  ])('before %s; at that instant it is accepted', (_, given, body, floor) => {
    const before = new Date(Date.parse(floor) - 1).toISOString();
    const refusal = given().refusal(at(body, before));
    expect(refusal).toMatchObject(tooEarly);
    expect(refusal.detail).toContain(floor);
    const [first] = given()
      .act(at(body, floor))
      .filter(({ type }) => !type.startsWith('clock.') && type !== 'mail.requested');
    expect(first).toMatchObject({ type: typeof body === 'string' ? body : body.type, decidedAsOf: floor });
  });

  test.each([
    ['a breach', 'engineer.contacted', (story: Story) => story.wait(70)],
    ['a breach nobody has seen yet', 'engineer.requestedInformation', (story: Story) => story.pass(70)],
    [
      'a breach that has been answered',
      'engineer.proposedResolution',
      (story: Story) => story.wait(70).acts('engineer.contacted'),
    ],
  ] as const)('before %s by %s: that is corrected by operations', (_, type, given) => {
    const refusal = given(new Story()).refusal(at(type, '2026-11-20T08:59:59.999Z'));
    expect(refusal).toMatchObject(tooEarly);
    expect(refusal.detail).toContain('response.corrected');
  });

  test('what would have closed the case before something that was done since', () => {
    const story = contacted({ submission: { severity: 'B', problemType: 'notReproducible' } }).wait(290);
    story.acts('rca.requested').wait(10);
    expect(story.refusal(at('investigation.started', '2026-11-20T08:00:00Z'))).toMatchObject(tooEarly);
  });

  test('whoever refuses, nothing is recorded, not even what has fallen due', () => {
    const story = new Story().pass(70);
    const before = story.events.length;
    story.refusal(at('engineer.contacted', '2026-11-20T08:10:00Z'));
    expect(story.events).toHaveLength(before);
  });
});

describe('accepted', () => {
  test('IR-A: a contact told late, but made in time, keeps the promise', () => {
    const story = new Story().wait(50).acts(at('engineer.contacted', '2026-11-20T08:45:00Z'));
    expect(story.clock('initialResponse')).toMatchObject({ state: 'met', stoppedAt: '2026-11-20T08:45:00Z' });
  });

  test('IR-A: a recorded breach is not taken back', () => {
    const story = new Story().wait(70).acts(at('engineer.contacted', '2026-11-20T09:04:00Z'));
    expect(story.clock('initialResponse')).toMatchObject({ state: 'breached', lateBy: 'PT4M' });
  });

  test.each(['engineer.contacted', 'engineer.requestedInformation', 'engineer.proposedResolution'] as const)(
    'IR-A: %s before a warning overtakes it, and the mail that waits is not sent',
    (type) => {
      const story = new Story().wait(50).acts(at(type, '2026-11-20T08:20:00Z'));
      expect(story.clock('initialResponse')).toMatchObject({
        state: 'met',
        stoppedAt: '2026-11-20T08:20:00Z',
        thresholds: [{ reached: false }, { reached: false }],
      });
      expect(story.state.overtaken).toMatchObject([{ clockId: 'k2', after: '2026-11-20T08:20:00Z' }]);
      expect(story.state.mails.map(({ kind }) => kind)).not.toContain('responseWarning');
    },
  );

  test('COM-2: a reply before a reminder overtakes it; in business hours the last one, too', () => {
    const soon = questionOpen().wait(130).acts(at('customer.replied', '2026-11-20T09:00:00Z'));
    expect(soon.clock('customerReply')).toMatchObject({ state: 'met', stoppedAt: '2026-11-20T09:00:00Z' });
    const inHours = questionOpen({ submission: businessHoursB }).until('2026-11-27T08:00:00Z');
    expect(inHours.mails('replyReminder')).toHaveLength(2);
    inHours.act(at('customer.replied', '2026-11-24T01:00:00Z'));
    expect(inHours.clock('customerReply').state).toBe('met');
  });

  test.each(['customer.replied', 'customer.rejectedResolution', 'customer.acceptedResolution'] as const)(
    'DG-1, DG-4: %s told after a lowering for silence counts from now, and says when it was',
    (type) => {
      const story = contacted().acts('engineer.proposedResolution').wait(250);
      const [event] = story.act(at(type, '2026-11-20T09:00:00Z'));
      expect(event).toMatchObject({
        decidedAsOf: '2026-11-20T12:10:00Z',
        data: { occurredAt: '2026-11-20T09:00:00Z' },
      });
      expect(story.state.severity).toBe('B');
    },
  );

  test('BE-6: work that is told to have begun earlier counts from then, and keeps its later pauses', () => {
    const story = bestEffort().wait(60).acts('investigation.paused').wait(120);
    story.act(at('investigation.started', '2026-11-20T10:00:00Z'));
    // One hour before the pause, one since 10:00Z: half was used up at 11:00Z, and all will be at 13:00Z.
    expect(story.history('bestEffort')).toMatchObject({
      clock: { dueAt: '2026-11-20T13:00:00Z' },
      pauses: [{ from: '2026-11-20T09:00:00Z', to: '2026-11-20T10:00:00Z' }],
    });
    expect(story.mails('bestEffortHalf')[0]).toMatchObject({ requestedAt: '2026-11-20T11:00:00Z' });
  });

  test('BE-2: work that is told to have begun five hours ago has used up its four', () => {
    const story = contacted({ submission: { severity: 'B', problemType: 'notReproducible' } }).wait(300);
    story.act(at('investigation.started', '2026-11-20T08:00:00Z'));
    expect(story.state).toMatchObject({ status: 'closed', closedAt: '2026-11-20T12:00:00Z' });
  });

  test('the event says when it was recorded and from when it counts', () => {
    const [event] = new Story().wait(10).act(at('engineer.contacted', '2026-11-20T08:05:00Z'));
    expect(event).toMatchObject({ at: '2026-11-20T08:10:00Z', decidedAsOf: '2026-11-20T08:05:00Z' });
  });

  test('RE-5: a reopening counts from when it is asked for, whenever the problem came back', () => {
    const story = contacted().acts('case.closed').until('2027-02-21T00:00:00Z');
    const [, refused] = story.act(at(reopenRequest, '2027-02-20T07:59:59Z'));
    expect(refused).toMatchObject({ type: 'case.reopenRefused', rules: ['RE-5'] });
    expect(story.state.status).toBe('closed');

    const inTime = contacted().acts('case.closed').until('2027-01-10T00:00:00Z');
    inTime.act(at(reopenRequest, '2026-12-24T12:00:00Z'));
    expect(inTime.state.reopenedAt).toBe('2027-01-10T00:00:00Z');
    expect(inTime.clock('initialResponse').startedAt).toBe('2027-01-10T00:00:00Z');
  });
});
