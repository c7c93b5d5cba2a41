/** Four hours of support's time (BE-1, BE-2, BE-5, BE-6, BE-7): when they run, stand still and end. */
import { describe, expect, test } from 'vitest';

import { toMs } from '../../../calendar/index.ts';
import { readingOf } from '../../clocks/clocks.ts';
import {
  bestEffort,
  conclusion,
  contacted,
  coverageChange,
  reopenRequest,
  slow,
} from '../../testing/states.ts';
import { policy, type Story } from '../../testing/story.ts';

const unified = { plan: 'unified' as const };
const inBusinessHours = { submission: { ...slow, require24X7Response: false } };
const used = (story: Story) => readingOf(story.state, story.clock('bestEffort'), toMs(story.now)).elapsed;
/** When half is used up, half an hour is left, and all is used up. */
const marks = (story: Story) => {
  const { thresholds, dueAt } = story.clock('bestEffort');
  return [...thresholds.map(({ at }) => at), dueAt];
};
const reclassify = (category: string) =>
  ({ type: 'engineer.reclassified', category, message: 'why' }) as const;

describe('around the clock', () => {
  test('BE-1, BE-2: warnings at half and half an hour before the end, then a referral and the end of the case', () => {
    const story = bestEffort({ entitlement: {} }).wait(240);
    const mails = story.mails().filter(({ kind }) => kind.startsWith('bestEffort'));
    expect(mails.map(({ kind, requestedAt }) => [kind, requestedAt])).toEqual([
      ['bestEffortHalf', '2026-11-20T10:00:00Z'],
      ['bestEffortEnding', '2026-11-20T11:30:00Z'],
      ['bestEffortClosed', '2026-11-20T12:00:00Z'],
    ]);
    expect(story.state).toMatchObject({
      status: 'closed',
      closedAt: '2026-11-20T12:00:00Z',
      closing: { reason: 'bestEffortUsedUp', referral: 'partnerOrCommunity' },
    });
    expect(story.ofType('case.closed')[0]?.rules).toEqual(['BE-2']);
    // Standard has no advisory cases to go on with (BE-3), and one mail on the end is enough.
    expect(story.mails('advisoryOffered')).toEqual([]);
    expect(story.mails('closed')).toEqual([]);
  });

  test.each(['notReproducible', 'customization'])('BE-5: %s has the same four hours', (problemType) => {
    const story = bestEffort({ submission: { severity: 'B', problemType } }).wait(240);
    expect(story.ofType('case.closed')[0]).toMatchObject({
      decidedAsOf: '2026-11-20T12:00:00Z',
      rules: ['BE-5'],
    });
  });

  test('BE-1: other problems have no such limit', () => {
    const story = bestEffort({ submission: { severity: 'B' } }).wait(600);
    expect(story.state).toMatchObject({ status: 'open' });
    expect(story.state.clocks.some(({ kind }) => kind === 'bestEffort')).toBe(false);
  });
});

describe('BE-6: only work counts', () => {
  test('in business hours the night, the weekend and the holiday do not', () => {
    // Half an hour on Friday; Tuesday from 00:00Z: 1:30, 3:00 and 3:30 more.
    const story = bestEffort(inBusinessHours);
    expect(marks(story)).toEqual(['2026-11-24T01:30:00Z', '2026-11-24T03:00:00Z', '2026-11-24T03:30:00Z']);
    expect(story.clock('bestEffort').rules).toEqual(['BE-1', 'BE-6', 'BH-3', 'BH-4']);
  });

  test('a question stops the clock, the answer lets it go on', () => {
    // 0:15 on Friday; asked until Tuesday 01:00Z; 1:45, 3:15 and 3:45 more.
    const story = bestEffort(inBusinessHours).wait(15).acts('engineer.requestedInformation');
    expect(story.clock('bestEffort')).toMatchObject({ state: 'paused', dueAt: null });
    story.until('2026-11-24T01:00:00Z').act('customer.replied');
    expect(marks(story)).toEqual(['2026-11-24T02:45:00Z', '2026-11-24T04:15:00Z', '2026-11-24T04:45:00Z']);
  });

  test('support’s own pause and a proposal stop it too, and overlapping reasons stop it once', () => {
    const story = bestEffort().wait(60).acts('engineer.proposedResolution').wait(60);
    story.acts('investigation.paused').wait(60).acts('customer.rejectedResolution').wait(60);
    expect(story.clock('bestEffort')).toMatchObject({ state: 'paused' });
    // One hour was used; from 12:00Z on three are left.
    story.act('investigation.started');
    expect(marks(story)).toEqual(['2026-11-20T13:00:00Z', '2026-11-20T14:30:00Z', '2026-11-20T15:00:00Z']);
    expect(story.history('bestEffort').pauses).toEqual([
      { from: '2026-11-20T09:00:00Z', to: '2026-11-20T12:00:00Z' },
    ]);
  });

  test('work that begins while the customer is waited for counts from the answer', () => {
    const story = bestEffort().acts('investigation.paused', 'engineer.requestedInformation').wait(60);
    story.acts('investigation.started').wait(60).act('customer.replied');
    expect(marks(story).at(-1)).toBe('2026-11-20T14:00:00Z');
  });

  test('what was warned of is not warned of again after a pause', () => {
    const story = bestEffort().wait(150).acts('investigation.paused').wait(60).acts('investigation.started');
    expect(story.wait(60).mails('bestEffortHalf')).toHaveLength(1);
    expect(story.mails('bestEffortEnding').map(({ requestedAt }) => requestedAt)).toEqual([
      '2026-11-20T12:30:00Z',
    ]);
  });

  test('other hours from the change on: what was used stays used', () => {
    // One hour around the clock until 09:00Z; in business hours the other three are on Tuesday.
    const story = bestEffort().wait(60).acts(coverageChange(false));
    expect(marks(story)).toEqual(['2026-11-24T01:00:00Z', '2026-11-24T02:30:00Z', '2026-11-24T03:00:00Z']);
    // Back at Tuesday 02:00Z, with three hours used.
    story.until('2026-11-24T02:00:00Z').act(coverageChange(true));
    expect(used(story)).toBe('PT3H');
    expect(marks(story).at(-1)).toBe('2026-11-24T03:00:00Z');
    expect(story.history('bestEffort').legs.map(({ schedule, counted }) => [schedule, counted])).toEqual([
      ['24x7', 'PT1H'],
      ['businessHours', 'PT2H'],
    ]);
  });

  test('lowered to C for silence while it stands still, it goes on in business hours', () => {
    // 0:30 used; asked at 08:30Z, lowered at 16:30Z; answered on Tuesday at 02:00Z; 3:30 are left.
    const story = bestEffort().wait(30).acts('engineer.requestedInformation').until('2026-11-24T02:00:00Z');
    expect(story.state).toMatchObject({ severity: 'C', coverage: 'businessHours' });
    story.act('customer.replied');
    expect(used(story)).toBe('PT30M');
    expect(marks(story).at(-1)).toBe('2026-11-24T05:30:00Z');
  });
});

describe('what ends it', () => {
  test.each([
    ['a cause', conclusion('platform', false)],
    ['repro steps', conclusion('unknown', true)],
  ])('%s: then nothing limits the effort any more', (_, found) => {
    const story = bestEffort().wait(60).acts(found, 'investigation.started').wait(600);
    expect(story.clock('bestEffort')).toMatchObject({ state: 'met', stoppedAt: '2026-11-20T09:00:00Z' });
    expect(story.state).toMatchObject({ status: 'open' });
  });

  test('a cause that was found while the customer was waited for starts no clock later', () => {
    const story = contacted({ submission: slow }).acts('engineer.requestedInformation');
    story.acts(
      'investigation.started',
      conclusion('customCode'),
      'investigation.started',
      'customer.replied',
    );
    expect(story.wait(600).state.status).toBe('open');
    expect(story.state.clocks.some(({ kind }) => kind === 'bestEffort')).toBe(false);
  });

  test('nothing found: the clock stands, and goes on with the next attempt', () => {
    const story = bestEffort().wait(60).acts(conclusion('unknown', false)).wait(60);
    expect(story.clock('bestEffort')).toMatchObject({ state: 'paused' });
    story.act('investigation.started');
    expect(marks(story).at(-1)).toBe('2026-11-20T13:00:00Z');
  });

  test('BE-7: as advisory it stands, as break-fix again it goes on', () => {
    const story = bestEffort({ entitlement: unified }).wait(60).acts(reclassify('advisory')).wait(300);
    expect(story.clock('bestEffort')).toMatchObject({ state: 'paused' });
    story.act(reclassify('technical'));
    expect(marks(story).at(-1)).toBe('2026-11-20T17:00:00Z');
  });

  test('BE-7, PLAN-3: a plan without advisory cases has none to become', () => {
    expect(bestEffort({ entitlement: {} }).refusal(reclassify('advisory'))).toMatchObject({
      kind: 'rule',
      code: 'plan.noAdvisory',
      rules: ['BE-7', 'PLAN-3'],
      pointer: '/category',
    });
  });

  test('RE-1: reopened, it has four hours of its own, even within the same millisecond', () => {
    const story = bestEffort().acts('case.closed', reopenRequest, 'investigation.started');
    expect(marks(story).at(-1)).toBe('2026-11-20T12:00:00Z');
    expect(story.histories('bestEffort').map(({ clock }) => clock.state)).toEqual(['cancelled', 'running']);
  });
});

describe('another policy', () => {
  const budget = (length: string) => ({
    ...policy,
    version: length,
    bestEffort: { ...policy.bestEffort, budget: length },
  });

  test('more time: the clock goes on to the new end', () => {
    const story = bestEffort().wait(60);
    story.apply(budget('PT6H'));
    expect(marks(story).at(-1)).toBe('2026-11-20T14:00:00Z');
  });

  test('less than was used: it ends at the change, not before', () => {
    const story = bestEffort().wait(210);
    story.apply(budget('PT3H'));
    expect(story.state).toMatchObject({ status: 'closed', closedAt: '2026-11-20T11:30:00Z' });
  });
});
