/** Another severity, other hours: what the customer may ask for, and where the clocks go (IR-A to IR-C, COM-A, COM-B1). */
import { describe, expect, test } from 'vitest';

import { types, Story } from '../../testing/story.ts';
import {
  businessHoursB,
  coverageChange,
  loweredToB,
  loweredToC,
  questionOpen,
  severityRequest,
} from '../../testing/states.ts';

const fresh = (submission: object) => new Story({ submission });
const response = (story: Story) => story.clock('initialResponse');

describe('the first response, before contact', () => {
  test('IR-A: raised, the new target counts from the change, and its warnings with it', () => {
    // Friday 17:00 in Tokyo, B in business hours: 4 h are 0:30 on Friday and 3:30 on Tuesday 24, after a holiday.
    const story = fresh(businessHoursB);
    expect(response(story)).toMatchObject({ dueAt: '2026-11-24T03:30:00Z', target: 'PT4H' });
    story.wait(30).acts(severityRequest('A', true));
    expect(response(story)).toMatchObject({
      schedule: '24x7',
      target: 'PT1H',
      startedAt: '2026-11-20T08:30:00Z',
      dueAt: '2026-11-20T09:30:00Z',
      rules: ['IR-A'],
    });
    const warned = story
      .wait(60)
      .mails('responseWarning')
      .map(({ requestedAt }) => requestedAt);
    expect(warned).toEqual(['2026-11-20T09:00:00Z', '2026-11-20T09:15:00Z']);
  });

  test('IR-B: lowered, it counts from the submission; the warning already given is not given again', () => {
    const story = fresh({ severity: 'A' }).wait(40).acts(severityRequest('B', true));
    expect(response(story)).toMatchObject({
      startedAt: '2026-11-20T08:00:00Z',
      dueAt: '2026-11-20T12:00:00Z',
    });
    // 50 % at 08:30Z was A's; B's 75 % is after three hours.
    const warned = story
      .wait(300)
      .mails('responseWarning')
      .map(({ requestedAt }) => requestedAt);
    expect(warned).toEqual(['2026-11-20T08:30:00Z', '2026-11-20T11:00:00Z']);
  });

  test('IR-B: raised and lowered again, it counts from the submission, not from the raise', () => {
    const story = fresh({ severity: 'B' }).wait(120).acts(severityRequest('A', true)).wait(10);
    story.act(severityRequest('B', true));
    expect(response(story)).toMatchObject({
      startedAt: '2026-11-20T08:00:00Z',
      dueAt: '2026-11-20T12:00:00Z',
    });
  });

  test('IR-B: counted from a reopening, it counts from that', () => {
    const story = fresh({ severity: 'A' }).acts('case.closed').wait(60);
    story.acts(
      { type: 'case.reopenRequested', environment: requested, sameError: true, updateInstalled: false },
      severityRequest('B', true),
    );
    expect(response(story)).toMatchObject({
      startedAt: '2026-11-20T09:00:00Z',
      dueAt: '2026-11-20T13:00:00Z',
    });
  });

  test('IR-B: lowered to a promise that the case never had so early, it is not broken by that', () => {
    // B in business hours; on Sunday A, then B around the clock: four hours from Friday were over long ago.
    const story = fresh(businessHoursB)
      .until('2026-11-22T08:00:00Z')
      .acts(severityRequest('A', true))
      .wait(10);
    story.act(severityRequest('B', true));
    expect(response(story)).toMatchObject({ state: 'running', dueAt: '2026-11-22T12:00:00Z' });
  });

  test('IR-C: lowered to C, it runs in business hours from the submission', () => {
    // 8 h: 0:30 on Friday, 7:30 on Tuesday.
    const story = fresh({ severity: 'A' }).wait(20).acts(severityRequest('C'));
    expect(response(story)).toMatchObject({
      schedule: 'businessHours',
      dueAt: '2026-11-24T07:30:00Z',
      rules: ['IR-C', 'BH-3', 'BH-4'],
    });
  });

  test('IR-A: what was broken stays broken', () => {
    const story = fresh({ severity: 'A' }).wait(61).acts(severityRequest('C'));
    expect(response(story)).toMatchObject({
      state: 'breached',
      dueAt: '2026-11-20T09:00:00Z',
      target: 'PT1H',
    });
  });

  test('BH-2: North America runs on Pacific time, wherever the customer is', () => {
    const contactDetails = {
      firstName: 'Ann',
      lastName: 'Lee',
      primaryEmailAddress: 'ann@contoso.example',
      country: 'US',
      preferredTimeZone: 'America/New_York',
    };
    // Friday 2026-03-06 at 16:00 Pacific (00:00Z), B: 2 h until 18:00, then 2 h of Monday from 06:00, in
    // daylight time by then: 13:00Z to 15:00Z.
    const story = new Story({
      submission: { ...businessHoursB, contactDetails },
      entitlement: { country: 'US' },
      at: '2026-03-07T00:00:00Z',
    });
    expect(response(story)).toMatchObject({ dueAt: '2026-03-09T15:00:00Z', rules: ['IR-B', 'BH-2', 'BH-4'] });
  });
});

const requested = { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' };

describe('coverage', () => {
  test.each([
    ['A', false, '24x7', ['IR-A']],
    ['C', true, 'businessHours', ['IR-C']],
    ['B', true, '24x7', ['IR-B']],
    ['B', false, 'businessHours', ['IR-B']],
  ])('severity %s with require24X7Response %s is covered %s', (severity, wanted, coverage, rules) => {
    const story = fresh({ severity });
    const [event] = story.act(coverageChange(wanted));
    expect(event).toMatchObject({ type: 'coverage.changed', data: { coverage }, rules });
    expect(story.state.coverage).toBe(coverage);
  });

  test('PRE-1: a public preview stays in business hours', () => {
    const story = fresh({ service: { name: 'Preview', releaseStage: 'publicPreview' } });
    const [event] = story.act(coverageChange(true));
    expect(event).toMatchObject({ data: { coverage: 'businessHours' }, rules: ['IR-A', 'PRE-1'] });
  });

  test('IR-B: around the clock counts from the change; back in business hours, from the submission', () => {
    const story = fresh(businessHoursB).until('2026-11-21T08:00:00Z').acts(coverageChange(true));
    expect(response(story)).toMatchObject({ dueAt: '2026-11-21T12:00:00Z' });
    story.act(coverageChange(false));
    expect(response(story)).toMatchObject({ dueAt: '2026-11-24T03:30:00Z' });
  });

  test('asking for the severity the case has changes its hours, or nothing', () => {
    const story = fresh({ severity: 'B' });
    expect(types(story.act(severityRequest('B', true)))).toEqual(['severity.changeRequested']);
    expect(types(story.act(severityRequest('B', false)))).toEqual([
      'severity.changeRequested',
      'coverage.changed',
      'clock.retargeted',
    ]);
  });
});

describe('what was lowered for silence (DG-1) comes back with an answer and a commitment', () => {
  const refused = { kind: 'rule', code: 'severity.notRecommitted', pointer: '/require24X7Response' };

  test.each([
    ['A', undefined, false],
    ['A', false, false],
    ['A', true, true],
    ['B', undefined, true],
    ['C', undefined, true],
  ] as const)('A lowered to B, answered: %s with 24x7 %s', (severity, wanted, succeeds) => {
    const story = loweredToB().acts('customer.replied');
    const outcome = story.attempt(severityRequest(severity, wanted));
    if (succeeds) expect(story.state.severity).toBe(severity);
    else expect(outcome).toMatchObject({ ...refused, rules: ['DG-1', 'COM-A', 'COM-2'] });
  });

  test.each([
    ['A', true, true],
    ['A', false, false],
    ['B', false, true],
    ['B', true, true],
  ] as const)('A lowered to C, answered: %s with 24x7 %s', (severity, wanted, succeeds) => {
    const story = loweredToC().acts('customer.replied');
    const outcome = story.attempt(severityRequest(severity, wanted));
    if (succeeds) expect(story.state.severity).toBe(severity);
    else expect(outcome).toMatchObject({ ...refused, rules: ['DG-1', 'COM-B1', 'COM-2'] });
  });

  test.each(['A', 'B'] as const)(
    'B lowered to C, not answered: %s is refused, and says what to do',
    (severity) => {
      const story = questionOpen({ submission: { severity: 'B' } }).wait(8 * 60);
      const refusal = story.refusal(severityRequest(severity, true));
      expect(refusal).toMatchObject(refused);
      expect(refusal.detail).toContain('`customer.replied`');
      expect(refusal.detail).toContain('`require24X7Response`: true');
    },
  );

  test('B lowered to C: B in business hours is no commitment', () => {
    const story = questionOpen({ submission: { severity: 'B' } })
      .wait(8 * 60)
      .acts('customer.replied');
    expect(story.refusal(severityRequest('B', false))).toMatchObject(refused);
    story.act(severityRequest('B', true));
    expect(story.state).toMatchObject({ severity: 'B', coverage: '24x7' });
  });

  test('on the way back to A, B does not end what A demands', () => {
    const story = loweredToC().acts('customer.replied', severityRequest('B', false));
    expect(story.state.lowered).toMatchObject({ from: 'A' });
    expect(story.refusal(severityRequest('A'))).toMatchObject(refused);
    story.act(severityRequest('A', true));
    expect(story.state).toMatchObject({ severity: 'A', coverage: '24x7' });
    expect(story.state.lowered).toBeUndefined();
  });

  test('what its customer lowered comes back at its wish', () => {
    const story = fresh({ severity: 'A' }).acts(severityRequest('C'), severityRequest('A'));
    expect(story.state).toMatchObject({ severity: 'A', coverage: '24x7' });
  });
});
