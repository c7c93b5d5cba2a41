/** The first response: an engineer's contact, question or proposal (IR-A, IR-B, IR-C), and its correction. */
import { describe, expect, test } from 'vitest';

import { contacted, reopenRequest, severityRequest } from '../../testing/states.ts';
import { Story, types } from '../../testing/story.ts';

const answers = [
  'engineer.contacted',
  'engineer.requestedInformation',
  'engineer.proposedResolution',
] as const;
const correction = (contactedAt: string, reason = 'told by phone') => ({
  type: 'response.corrected' as const,
  contactedAt,
  reason,
});

describe('met by whichever comes first', () => {
  test.each(answers)('%s keeps the promise', (type) => {
    const story = new Story().wait(10).acts(type).wait(180);
    expect(story.history('initialResponse').clock).toMatchObject({
      state: 'met',
      stoppedAt: '2026-11-20T08:10:00Z',
    });
    expect(story.mails('responseLate')).toEqual([]);
    expect(story.ofType('clock.breached')).toEqual([]);
  });

  test.each(answers)('%s after the breach says by how much it was late', (type) => {
    const story = new Story().wait(75).acts(type);
    expect(story.clock('initialResponse')).toMatchObject({ state: 'breached', lateBy: 'PT15M' });
  });

  test.each(answers)('%s meets the promise of a reopening', (type) => {
    const story = contacted().acts('case.closed', reopenRequest).wait(10).acts(type);
    expect(story.histories('initialResponse').map(({ clock }) => clock.state)).toEqual(['met', 'met']);
  });

  test('a contact after a question is no first response any more', () => {
    const refusal = new Story().acts('engineer.requestedInformation').refusal('engineer.contacted');
    expect(refusal).toMatchObject({ kind: 'notNow' });
    expect(refusal.kind === 'notNow' && refusal.allowed).toContain('response.corrected');
  });
});

describe('corrected', () => {
  test('before the due instant: the promise was kept, though it was recorded as broken', () => {
    const story = new Story().wait(100);
    const events = story.act(correction('2026-11-20T08:59:59.999Z'));
    expect(types(events)).not.toContain('mail.requested');
    expect(story.clock('initialResponse')).toMatchObject({
      state: 'met',
      stoppedAt: '2026-11-20T08:59:59.999Z',
      corrected: {
        by: 'e-1',
        at: '2026-11-20T09:40:00Z',
        reason: 'told by phone',
        from: { state: 'breached' },
      },
    });
    expect(story.clock('initialResponse')).not.toHaveProperty('lateBy');
    expect(story.state.alert).toBeUndefined();
    // What was not sent yet is not sent any more: two alerts and the apology.
    const withdrawn = story.ofType('mail.withdrawn').map(({ data }) => data.mailId);
    const kinds = story.ofType('mail.requested').filter(({ data }) => withdrawn.includes(data.mailId));
    expect(kinds.map(({ data }) => data.kind)).toEqual([
      'responseBreached',
      'responseLate',
      'responseStillMissing',
    ]);
    // The breach stays in the stream.
    expect(story.ofType('clock.breached')).toHaveLength(1);
    expect(story.wait(600).mails('responseStillMissing')).toHaveLength(1);
  });

  test('at or after it: it stays broken, by less, and the customer hears of that', () => {
    const story = new Story().wait(100).acts(correction('2026-11-20T09:00:00Z'));
    expect(story.clock('initialResponse')).toMatchObject({ state: 'breached', lateBy: 'PT0S' });
    expect(story.state.mails.map(({ kind }) => kind)).toContain('responseLate');
    expect(story.state.mails.map(({ kind }) => kind)).not.toContain('responseStillMissing');
  });

  test('an answer that was recorded bounds it, and what it was corrected from stays what was recorded', () => {
    const story = new Story().wait(100).acts('engineer.contacted').wait(100);
    expect(story.refusal(correction('2026-11-20T09:40:00.001Z'))).toMatchObject({
      kind: 'invalid',
      code: 'contactedAt.outOfOrder',
      pointer: '/contactedAt',
    });
    story.act(correction('2026-11-20T08:10:00Z'));
    const from = { state: 'breached', stoppedAt: '2026-11-20T09:40:00Z', lateBy: 'PT40M' };
    expect(story.clock('initialResponse')).toMatchObject({ state: 'met', corrected: { from } });
    // Corrected too far: once more, up to the first record.
    story.act(correction('2026-11-20T09:30:00Z', 'not at ten past eight'));
    expect(story.clock('initialResponse')).toMatchObject({
      state: 'breached',
      lateBy: 'PT30M',
      corrected: { reason: 'not at ten past eight', from },
    });
  });

  test.each([
    ['before the submission', '2026-11-20T07:59:59.999Z'],
    ['after now', '2026-11-20T09:40:00.001Z'],
  ])('refused %s', (_, at) => {
    expect(new Story().wait(100).refusal(correction(at))).toMatchObject({ code: 'contactedAt.outOfOrder' });
  });

  test('also when the case is closed, with or without an answer', () => {
    const answered = new Story().wait(75).acts('engineer.contacted', 'case.closed').wait(60);
    answered.act(correction('2026-11-20T08:30:00Z'));
    expect(answered.clock('initialResponse').state).toBe('met');
    const never = new Story().wait(30).acts('case.closed').wait(60);
    never.act(correction('2026-11-20T08:20:00Z'));
    expect(never.clock('initialResponse')).toMatchObject({
      state: 'met',
      corrected: { from: { state: 'cancelled', stoppedAt: '2026-11-20T08:30:00Z' } },
    });
    expect(never.refusal(correction('2026-11-20T08:31:00Z'))).toMatchObject({
      code: 'contactedAt.outOfOrder',
    });
  });

  test('not while nothing is recorded: then it is told with `occurredAt`', () => {
    const refusal = new Story().wait(30).refusal(correction('2026-11-20T08:10:00Z'));
    expect(refusal).toMatchObject({ kind: 'notNow', code: 'event.notNow' });
    expect(refusal.detail).toContain('occurredAt');
  });

  test('a contact before another target was met by the one of its time', () => {
    const story = new Story({ submission: { severity: 'B' } }).wait(30).acts(severityRequest('A', true));
    story.wait(90).act(correction('2026-11-20T08:10:00Z'));
    expect(story.clock('initialResponse').state).toBe('met');
  });
});
