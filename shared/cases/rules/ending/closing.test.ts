/** How a case ends, and what ends with it (ISO-2, ISO-3, RE-1, RE-5). */
import { describe, expect, test } from 'vitest';

import { bestEffort, conclusion, contacted, proposalOpen, underWay } from '../../testing/states.ts';
import { Story } from '../../testing/story.ts';

test('every clock ends with it, and nothing falls due any more', () => {
  const story = bestEffort({ entitlement: { plan: 'unified' } });
  story.acts('engineer.requestedInformation', 'engineer.proposedResolution', 'case.closed');
  const before = story.events.length;
  expect(story.state.clocks.map(({ kind, state }) => [kind, state])).toEqual([
    ['initialResponse', 'met'],
    ['bestEffort', 'cancelled'],
    ['customerReply', 'cancelled'],
    ['resolutionAcceptance', 'cancelled'],
  ]);
  expect(story.until('2027-06-01T00:00:00Z').events).toHaveLength(before);
});

test('IR-A: what was broken stays broken', () => {
  const story = new Story().wait(61).acts('case.closed');
  expect(story.clock('initialResponse')).toMatchObject({ state: 'breached', stoppedAt: story.now });
});

test('a clock that stood still stops standing still', () => {
  const story = bestEffort().wait(30).acts('investigation.paused').wait(30).acts('case.closed');
  expect(story.history('bestEffort').pauses).toEqual([
    { from: '2026-11-20T08:30:00Z', to: '2026-11-20T09:00:00Z' },
  ]);
  expect(story.state.investigation?.underWay).toBe(false);
});

describe('ISO-2, ISO-3: what lies outside of the platform is handed over', () => {
  test.each(['customCode', 'isv', 'environment'])('%s', (cause) => {
    const found = { ...conclusion(cause), evidence: 'trace 4711' };
    const story = underWay().acts(found, { type: 'case.closed', message: 'yours' });
    expect(story.state.closing).toEqual({
      reason: 'requested',
      referral: 'ownChannel',
      handedOver: { cause, evidence: 'trace 4711' },
    });
    expect(story.ofType('case.closed')[0]?.rules).toEqual(['ISO-2', 'ISO-3']);
    const [closed] = story.ofType('case.closed');
    expect(closed?.data.message).toBe('yours');
    const [mail] = story.mails('closed');
    expect(mail?.about).toMatchObject({
      closedIn: closed?.sequence,
      rules: ['ISO-2', 'ISO-3', 'RE-1', 'RE-5'],
    });
  });

  test.each(['platform', 'unknown'])('not with the cause %s', (cause) => {
    const story = underWay().acts(conclusion(cause), 'case.closed');
    expect(story.state.closing).toEqual({ reason: 'requested' });
  });
});

test('DG-4: accepted, the proposal closes the case', () => {
  const story = proposalOpen().wait(60).acts('customer.acceptedResolution');
  expect(story.state).toMatchObject({ status: 'closed', closing: { reason: 'resolutionAccepted' } });
  expect(story.clock('resolutionAcceptance')).toMatchObject({ state: 'met' });
});

test('a proposal and a waiting lowering are gone after it', () => {
  const story = proposalOpen().acts('rca.requested', 'case.closed');
  expect(story.state.proposal).toBeUndefined();
  expect(story.state.downgrade).toBeUndefined();
});

test('RE-5: the mail says until when it may be reopened', () => {
  expect(contacted().acts('case.closed').mails('closed')[0]?.about.until).toBe('2027-02-20T08:00:00Z');
});
