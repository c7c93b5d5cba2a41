/** Escalation management (PLAN-3): levels in turn until somebody takes the case up, each told once. */
import { describe, expect, test } from 'vitest';

import { businessHoursB, contacted, coverageChange, severityRequest } from '../../testing/states.ts';
import { policy, Story, type StoryOptions } from '../../testing/story.ts';

const direct = { entitlement: { plan: 'professionalDirect' as const } };
/** Which level was told when, by mail. */
const told = (story: Story) =>
  story.mails('escalated').map(({ requestedAt, about }) => [requestedAt, about.level]);
const raised = (story: Story) =>
  story.ofType('escalation.raised').map(({ decidedAsOf, data }) => [decidedAsOf, data.level, data.round]);

describe('a broken first response', () => {
  test('PLAN-3, IR-A: the levels in turn, then all of them once more, then silence', () => {
    const story = new Story(direct).until('2026-12-31T00:00:00Z');
    expect(raised(story)).toEqual([
      ['2026-11-20T09:00:00Z', 1, 1],
      ['2026-11-20T09:30:00Z', 2, 1],
      ['2026-11-20T11:00:00Z', 3, 1],
      ['2026-11-20T13:00:00Z', 1, 2],
      ['2026-11-20T13:30:00Z', 2, 2],
      ['2026-11-20T15:00:00Z', 3, 2],
    ]);
    // The first level has had the mail on the breach.
    expect(story.mails('responseBreached')).toHaveLength(1);
    expect(told(story).map(([at]) => at)).toEqual(
      raised(story)
        .slice(1)
        .map(([at]) => at),
    );
    expect(story.mails('escalated')[0]?.about).toMatchObject({
      level: 2,
      owner: 'Support manager',
      percent: 100,
    });
    expect(story.ofType('escalation.started')[0]?.rules).toEqual(['PLAN-3', 'IR-A']);
  });

  test('PLAN-3: its key names case, clock, threshold and policy version', () => {
    expect(new Story(direct).wait(60).state.escalations.map(({ key }) => key)).toEqual([
      'case-1/k2/100/2026-11-01',
    ]);
  });

  test('IR-B: in business hours the steps wait for them', () => {
    // 2 h from Friday 08:00Z: 0:30, and 1:30 on Tuesday. Then half an hour, two hours, and four for the next round.
    const story = new Story({ ...direct, submission: businessHoursB }).until('2026-12-31T00:00:00Z');
    expect(raised(story).map(([at]) => at)).toEqual([
      '2026-11-24T01:30:00Z',
      '2026-11-24T02:00:00Z',
      '2026-11-24T03:30:00Z',
      '2026-11-24T05:30:00Z',
      '2026-11-24T06:00:00Z',
      '2026-11-24T07:30:00Z',
    ]);
  });

  test.each([
    'engineer.contacted',
    'engineer.requestedInformation',
    'engineer.proposedResolution',
    'investigation.started',
    'case.closed',
  ] as const)('%s ends it', (type) => {
    const story = new Story(direct).wait(95).acts(type).wait(600);
    expect(told(story)).toEqual([['2026-11-20T09:30:00Z', 2]]);
    expect(story.ofType('escalation.ended')).toHaveLength(1);
  });

  test.each([severityRequest('C'), coverageChange(true), 'customer.replied', 'rca.requested'] as const)(
    'what its customer does (%o) ends nothing',
    (body) => {
      const story = new Story(direct).wait(95).acts(body).wait(600);
      expect(told(story)).toHaveLength(5);
    },
  );

  test('PLAN-3: on Standard operations hear of the breach, and nothing is escalated', () => {
    const story = new Story().wait(600);
    expect(story.mails('responseBreached')).toHaveLength(1);
    expect(story.state.escalations).toEqual([]);
  });

  test('where the policy does not escalate by itself, nothing is', () => {
    const under = { ...policy, escalation: { ...policy.escalation, onBreach: false } };
    expect(new Story({ ...direct, policy: under }).wait(600).state.escalations).toEqual([]);
  });
});

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
