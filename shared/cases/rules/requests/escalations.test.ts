/** Escalation management (PLAN-3): levels in turn until somebody takes the case up, each told once. */
import { describe, expect, test } from 'vitest';

import { contacted } from '../../testing/states.ts';
import { policy, type Story, type StoryOptions } from '../../testing/story.ts';

const direct = { entitlement: { plan: 'professionalDirect' as const } };
/** Which level was told when, by mail. */
const told = (story: Story) =>
  story.mails('escalated').map(({ requestedAt, about }) => [requestedAt, about.level]);
describe('the wish of the customer', () => {
  const asked = (options: StoryOptions = direct) =>
    contacted(options).acts({ type: 'escalation.requested', message: 'We stand still' });

  test('PLAN-3: the first level is told at once, with the customer’s words', () => {
    const story = asked();
    expect(told(story)).toEqual([['2026-11-20T08:00:00Z', 1]]);
    const [mail] = story.mails('escalated');
    expect(mail && story.wordsOf(mail)).toBe('We stand still');
    expect(mail?.about).toMatchObject({
      owner: 'Duty manager',
    });
    expect(told(story.wait(600))).toHaveLength(6);
  });

  test('PLAN-3: once at a time, and again when it has ended', () => {
    const story = asked();
    expect(story.refusal('escalation.requested')).toMatchObject({ kind: 'notNow', code: 'event.notNow' });
    story.acts('investigation.started', 'escalation.requested');
    const keys = story.ofType('escalation.started').map(({ data }) => data.key);
    expect(new Set(keys).size).toBe(2);
    // The second says that it is, and so does each further round.
    const about = story.mails('escalated').map((mail) => [mail.about.count, mail.about.round]);
    expect(about).toEqual([
      [undefined, undefined],
      [2, undefined],
    ]);
    story.wait(600);
    expect(story.mails('escalated').at(-1)?.about).toMatchObject({ count: 2, round: 2, rules: ['PLAN-3'] });
  });

  test('PLAN-3: refused on Standard, with what can be done instead', () => {
    const refusal = contacted().refusal('escalation.requested');
    expect(refusal).toMatchObject({
      kind: 'rule',
      code: 'plan.noEscalation',
      rules: ['PLAN-3'],
      pointer: '/type',
    });
    expect(refusal.detail).toContain('severity.changeRequested');
  });

  test('each level’s mail goes to its own addresses', () => {
    const levels = [
      { owner: 'Duty manager', after: 'PT0S', mailTo: ['duty@support.example'] },
      { owner: 'Head of support', after: 'PT1H', mailTo: [] },
    ];
    const under = { ...policy, escalation: { ...policy.escalation, levels, repeats: 0 } };
    const [first, second, ...more] = asked({ ...direct, policy: under })
      .wait(600)
      .mails('escalated');
    expect(first?.to).toEqual(['duty@support.example']);
    // Those of the settings.
    expect(second).toMatchObject({ about: { level: 2 } });
    expect(second).not.toHaveProperty('to');
    expect(more).toEqual([]);
  });
});
