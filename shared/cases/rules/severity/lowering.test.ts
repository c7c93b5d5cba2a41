/** Lowerings for other causes than silence: an analysis is asked for (DG-2), customised code is the cause (DG-3). */
import { describe, expect, test } from 'vitest';

import { conclusion, contacted, severityRequest, underWay } from '../../testing/states.ts';
import { policy, Story, type StoryOptions } from '../../testing/story.ts';

const lowered = (story: Story) =>
  story.ofType('severity.lowered').map(({ data, rules }) => [data.to, ...rules]);

describe('DG-2: an analysis is asked for', () => {
  test('the lowering is put to operations and happens when they approve', () => {
    const story = contacted().acts('rca.requested');
    expect(story.state).toMatchObject({ severity: 'A', downgrade: { to: 'B', rules: ['DG-2'] } });
    story.wait(60).act('downgrade.approved');
    expect(lowered(story)).toEqual([['B', 'DG-2']]);
    expect(story.mails('severityLowered')[0]?.about).toMatchObject({
      from: 'A',
      severity: 'B',
      rules: ['DG-2'],
    });
  });

  test('asked for twice, operations are asked once', () => {
    const story = contacted().acts('rca.requested', 'rca.requested');
    expect(story.mails('approvalWanted')).toHaveLength(1);
    expect(story.ofType('downgrade.proposed')).toHaveLength(1);
    expect(story.ofType('rca.declined')).toHaveLength(2);
  });

  test('declined, and asked for again, operations are asked again', () => {
    const story = contacted().acts('rca.requested', 'downgrade.declined', 'rca.requested');
    expect(story.mails('approvalWanted')).toHaveLength(2);
  });

  test('severity C is not lowered', () => {
    const story = new Story({ submission: { severity: 'C' } }).acts('rca.requested');
    expect(story.state.downgrade).toBeUndefined();
    expect(story.mails('rcaDeclined')).toHaveLength(1);
  });

  test.each([
    ['without approval, it is lowered at once', { enabled: true, approval: false }, [['B', 'DG-2']]],
    ['switched off, nothing is lowered', { enabled: false, approval: true }, []],
  ])('%s', (_, onRcaRequest, expected) => {
    const under = { ...policy, downgrades: { ...policy.downgrades, onRcaRequest } };
    const story = contacted({ policy: under }).acts('rca.requested');
    expect(lowered(story)).toEqual(expected);
    expect(story.state.downgrade).toBeUndefined();
  });
});

describe('DG-3: customised code is the cause', () => {
  const found = (cause: string, options: StoryOptions = {}) => underWay(options).acts(conclusion(cause));

  test('it is put to operations', () => {
    expect(found('customCode').state.downgrade).toMatchObject({ from: 'A', to: 'B', rules: ['DG-3'] });
  });

  test.each(['platform', 'isv', 'environment', 'unknown'])('the cause %s lowers nothing', (cause) => {
    expect(found(cause).state.downgrade).toBeUndefined();
  });

  test('DG-2 joins DG-3, and operations are told both', () => {
    const story = found('customCode').acts('rca.requested');
    expect(story.state.downgrade?.rules).toEqual(['DG-3', 'DG-2']);
    expect(story.mails('approvalWanted').map(({ about }) => about.rules)).toEqual([
      ['DG-3'],
      ['DG-3', 'DG-2'],
    ]);
  });

  test('without approval, it is lowered at once', () => {
    const onCustomCode = { approval: false, causes: ['customCode' as const] };
    const under = { ...policy, downgrades: { ...policy.downgrades, onCustomCode } };
    expect(lowered(found('customCode', { policy: under }))).toEqual([['B', 'DG-3']]);
  });
});

test('approved before contact, the first response counts from the submission (IR-B)', () => {
  const story = new Story().acts('rca.requested').wait(30).acts('downgrade.approved');
  expect(story.clock('initialResponse')).toMatchObject({ target: 'PT4H', dueAt: '2026-11-20T12:00:00Z' });
});

test('B around the clock is lowered to C, in business hours (IR-C)', () => {
  const story = contacted({ submission: { severity: 'B' } }).acts('rca.requested', 'downgrade.approved');
  expect(story.state).toMatchObject({ severity: 'C', coverage: 'businessHours' });
});

test('a severity that has changed meanwhile has no lowering waiting', () => {
  const story = contacted({ submission: { severity: 'B' } }).acts(
    'rca.requested',
    severityRequest('A', true),
  );
  expect(story.refusal('downgrade.approved')).toMatchObject({ code: 'event.notNow' });
});

test('what was lowered for these comes back at the customer’s wish', () => {
  const story = contacted().acts('rca.requested', 'downgrade.approved', severityRequest('A', true));
  expect(story.state).toMatchObject({ severity: 'A' });
});
