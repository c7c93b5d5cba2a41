/** ALERT-1: a broken first response is told to operations, on every plan, until somebody contacts the customer. */
import { describe, expect, test } from 'vitest';

import { fold } from '../../fold/evolve.ts';
import { alertsTold } from '../../summary.ts';
import type { CaseEvent } from '../../model/events.ts';
import { businessHoursB, coverageChange, reopenRequest, severityRequest } from '../../testing/states.ts';
import { policy, Story } from '../../testing/story.ts';

/** Which level was told when, and which alert it was, by mail. */
const told = (story: Story) =>
  story
    .mails('responseStillMissing')
    .map(({ requestedAt, about }) => [requestedAt, about.level, about.count]);
const raised = (story: Story) =>
  story.ofType('alert.raised').map(({ decidedAsOf, data }) => [decidedAsOf, data.level, data.round]);
const acknowledged = (until?: string) => ({
  type: 'alert.acknowledged' as const,
  ...(until === undefined ? {} : { until }),
});

describe('ALERT-1: who is told when', () => {
  test.each(['standard', 'professionalDirect', 'unified', 'premier'] as const)(
    '%s: the levels in rounds, then the highest level again and again',
    (plan) => {
      const story = new Story({ entitlement: { plan } }).until('2026-11-21T04:00:00Z');
      expect(raised(story)).toEqual([
        ['2026-11-20T09:00:00Z', 1, 1],
        ['2026-11-20T09:30:00Z', 2, 1],
        ['2026-11-20T11:00:00Z', 3, 1],
        ['2026-11-20T13:00:00Z', 1, 2],
        ['2026-11-20T13:30:00Z', 2, 2],
        ['2026-11-20T15:00:00Z', 3, 2],
        ['2026-11-20T19:00:00Z', 3, 3],
        ['2026-11-20T23:00:00Z', 3, 4],
        ['2026-11-21T03:00:00Z', 3, 5],
      ]);
      // The first level has had the mail on the breach.
      expect(story.mails('responseBreached')).toMatchObject([{ about: { rules: ['ALERT-1', 'IR-A'] } }]);
      expect(told(story)).toEqual(
        raised(story)
          .slice(1)
          .map(([at, level], index) => [at, level, index + 2]),
      );
      expect(story.mails('escalated')).toEqual([]);
      expect(alertsTold(story.state)).toEqual({ level: 3, round: 5 });
    },
  );

  test('alerts cite ALERT-1 and the promise, never PLAN-3', () => {
    const story = new Story({ entitlement: { plan: 'unified' } }).wait(600).acts('engineer.contacted');
    const alerts = story.events.filter(({ type }) => type.startsWith('alert.'));
    expect(alerts.length).toBeGreaterThan(4);
    for (const { rules } of alerts) expect(rules).toEqual(['ALERT-1', 'IR-A']);
    expect(story.events.flatMap(({ rules }) => rules)).not.toContain('PLAN-3');
  });

  test('IR-B: in business hours the alerts wait for them', () => {
    // 4 h from Friday 08:00Z: 0:30, and 3:30 on Tuesday. Monday is a holiday.
    const story = new Story({ submission: businessHoursB }).until('2026-11-25T08:00:00Z');
    expect(raised(story).map(([at]) => at)).toEqual([
      '2026-11-24T03:30:00Z',
      '2026-11-24T04:00:00Z',
      '2026-11-24T05:30:00Z',
      '2026-11-24T07:30:00Z',
      '2026-11-24T08:00:00Z',
      '2026-11-25T01:00:00Z',
      '2026-11-25T05:00:00Z',
    ]);
  });

  test('hours that are chosen later count from the next alert on', () => {
    const story = new Story({ submission: businessHoursB }).until('2026-11-24T07:40:00Z');
    story.act(coverageChange(true));
    story.until('2026-11-24T14:00:00Z');
    expect(raised(story).slice(-3)).toEqual([
      ['2026-11-24T08:00:00Z', 2, 2],
      ['2026-11-24T09:30:00Z', 3, 2],
      ['2026-11-24T13:30:00Z', 3, 3],
    ]);
  });

  test('levels, rounds and times are parameters of the policy, and so is whether anybody is alerted', () => {
    const levels = [
      { owner: 'Duty manager', after: 'PT0S', mailTo: ['duty@support.example'] },
      { owner: 'Head of support', after: 'PT1H', mailTo: ['head@support.example'] },
    ];
    const escalation = { ...policy.escalation, levels, repeats: 0, repeatEvery: 'PT2H' };
    const story = new Story({ policy: { ...policy, escalation } }).wait(60 + 5 * 60);
    const to = story
      .mails()
      .flatMap(({ kind, requestedAt, to: readers }) =>
        kind === 'responseBreached' || kind === 'responseStillMissing'
          ? [[requestedAt, ...(readers ?? [])]]
          : [],
      );
    expect(to).toEqual([
      ['2026-11-20T09:00:00Z', 'duty@support.example'],
      ['2026-11-20T10:00:00Z', 'head@support.example'],
      ['2026-11-20T12:00:00Z', 'head@support.example'],
      ['2026-11-20T14:00:00Z', 'head@support.example'],
    ]);
    const never = { ...policy, escalation: { ...policy.escalation, onBreach: false } };
    const quiet = new Story({ policy: never }).wait(600);
    expect(quiet.mails('responseBreached')).toHaveLength(1);
    expect(quiet.state.alert).toBeUndefined();
  });
});

test('ALERT-1: what a level is mailed is posted to its channels as well, and to those of no other', () => {
  const channel = { webhook: 'CHANNEL_DUTY', shape: 'slack' } as const;
  const levels = policy.escalation.levels.map((one, index) =>
    index === 1 ? { ...one, channels: [channel] } : one,
  );
  const story = new Story({ policy: { ...policy, escalation: { ...policy.escalation, levels } } }).wait(95);
  const second = story.mails('responseStillMissing');
  expect(second).toMatchObject([{ about: { level: 2 } }, { about: { level: 2 }, channel }]);
  expect(second[0]).not.toHaveProperty('channel');
  expect(second[1]?.about).toEqual(second[0]?.about);
  expect(story.mails('responseBreached')).toHaveLength(1);
});

describe('ALERT-1: what ends them', () => {
  test.each([
    'engineer.contacted',
    'engineer.requestedInformation',
    'engineer.proposedResolution',
    'case.closed',
  ] as const)('%s', (type) => {
    const story = new Story().wait(95).acts(type).wait(600);
    expect(told(story)).toEqual([['2026-11-20T09:30:00Z', 2, 2]]);
    expect(story.ofType('alert.ended')).toHaveLength(1);
    expect(alertsTold(story.state)).toBeUndefined();
  });

  test.each([
    'investigation.started',
    severityRequest('C'),
    coverageChange(true),
    'customer.replied',
    'rca.requested',
  ] as const)('not %o: nobody has contacted the customer by it', (body) => {
    const story = new Story().wait(95).acts(body).until('2026-11-25T08:00:00Z');
    expect(told(story).length).toBeGreaterThan(2);
    expect(story.state.alert).toBeDefined();
  });

  test('each promise has its own', () => {
    const story = new Story().wait(95).acts('case.closed', reopenRequest).wait(60);
    const clocks = story.ofType('alert.started').map(({ data }) => data.clockId);
    expect(new Set(clocks).size).toBe(2);
    expect(story.state.alert).toMatchObject({ clockId: clocks.at(-1), level: 1, round: 1, count: 1 });
  });
});

describe('ALERT-1: acknowledged', () => {
  test('for good: nobody is told any more, and it says who took the case on', () => {
    const story = new Story().wait(95).acts(acknowledged()).wait(5000);
    expect(told(story)).toHaveLength(1);
    expect(alertsTold(story.state)).toEqual({ level: 2, round: 1, acknowledgedBy: 'e-1' });
    story.act('engineer.contacted');
    expect(story.ofType('alert.ended')).toHaveLength(1);
  });

  test('until an instant: what is missed is skipped, not caught up', () => {
    const until = '2026-11-20T13:10:00Z';
    const story = new Story().wait(95).acts(acknowledged(until));
    expect(alertsTold(story.state)).toEqual({
      level: 2,
      round: 1,
      acknowledgedBy: 'e-1',
      acknowledgedUntil: until,
    });
    story.until('2026-11-20T14:00:00Z');
    expect(raised(story).slice(-2)).toEqual([
      ['2026-11-20T09:30:00Z', 2, 1],
      ['2026-11-20T13:30:00Z', 2, 2],
    ]);
    expect(told(story).at(-1)).toEqual(['2026-11-20T13:30:00Z', 2, 3]);
    expect(alertsTold(story.state)).toEqual({ level: 2, round: 2 });
  });

  test('an alert at that very instant is told', () => {
    const story = new Story().wait(95).acts(acknowledged('2026-11-20T13:00:00Z')).wait(600);
    expect(raised(story)[2]).toEqual(['2026-11-20T13:00:00Z', 1, 2]);
  });

  test('for days: the round goes on by the clock of the rounds', () => {
    const story = new Story().wait(95).acts(acknowledged('2026-11-23T12:00:00Z'));
    story.until('2026-11-24T00:00:00Z');
    // Every four hours from 15:00Z on, by which the second round ended.
    expect(raised(story).slice(2)).toEqual([
      ['2026-11-23T15:00:00Z', 3, 20],
      ['2026-11-23T19:00:00Z', 3, 21],
      ['2026-11-23T23:00:00Z', 3, 22],
    ]);
  });

  test('in business hours, until after closing: the next one is on the next day', () => {
    const story = new Story({ submission: businessHoursB }).until('2026-11-25T02:00:00Z');
    story.acts(acknowledged('2026-11-25T10:00:00Z')).until('2026-11-26T08:00:00Z');
    expect(raised(story).slice(6)).toEqual([
      ['2026-11-26T00:30:00Z', 3, 4],
      ['2026-11-26T04:30:00Z', 3, 5],
    ]);
  });

  test('again: longer, for good, or taken up again', () => {
    const story = new Story().wait(95).acts(acknowledged(), acknowledged('2026-11-20T11:00:00Z'));
    expect(alertsTold(story.state)).toMatchObject({ acknowledgedUntil: '2026-11-20T11:00:00Z' });
    story.wait(90);
    expect(raised(story).at(-1)).toEqual(['2026-11-20T11:00:00Z', 3, 1]);
  });

  test.each([
    ['2026-11-20T09:35:00Z', 'until.passed'],
    ['2028-01-01T00:00:00Z', 'until.tooLate'],
  ])('refused until %s', (until, code) => {
    const refusal = new Story().wait(95).refusal(acknowledged(until));
    expect(refusal).toMatchObject({ kind: 'invalid', code, pointer: '/until' });
  });

  test('nothing to acknowledge before the breach', () => {
    expect(new Story().wait(50).refusal(acknowledged())).toMatchObject({ code: 'event.notNow' });
  });
});

test('a breach that was escalated in an earlier stream goes on as an alert', () => {
  const story = new Story().wait(60);
  const key = 'case-1/k2/100/2026-11-01';
  const [level1, level2] = [
    { level: 1, round: 1, at: '2026-11-20T09:00:00Z' },
    { level: 2, round: 1, at: '2026-11-20T09:30:00Z' },
  ];
  const base = story.events.filter(({ type }) => !type.startsWith('alert.'));
  const about = { at: story.now, by: story.events[0]?.by, decidedAsOf: story.now, rules: ['PLAN-3', 'IR-A'] };
  const old = [
    {
      ...about,
      sequence: 50,
      type: 'escalation.started',
      data: { key, clockId: 'k2', steps: [level1, level2] },
    },
    { ...about, sequence: 51, type: 'escalation.raised', data: { key, level: 1, round: 1 } },
  ] as unknown as CaseEvent[];
  const state = fold([...base, ...old]);
  expect(state?.alert).toMatchObject({ clockId: 'k2', level: 1, round: 1, steps: [level2] });
  expect(state?.escalations).toEqual([]);
  const ended = { ...about, sequence: 52, type: 'escalation.ended', data: { key } } as unknown as CaseEvent;
  expect(fold([ended], state)?.alert).toBeUndefined();
});
