/**
 * What is told late, and in any order, ends as if it had been told on time, or is refused with a code. Each action of a
 * random life is told up to 24 hours after it happened; what is accepted of it is then lived again as it happened.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { toInstant, toMs } from '../../calendar/index.ts';
import { caseActionTypes, type CaseActionType } from '../model/actions.ts';
import type { CaseEvent } from '../model/events.ts';
import { wasOvertaken } from '../fold/overtaken.ts';
import { ending } from '../testing/ending.ts';
import { anySetup, posts, withApprovalOf, type Setup } from '../testing/random.ts';
import { Story, type Posted } from '../testing/story.ts';

interface Told {
  readonly body: Posted;
  /** Minutes after the submission at which it happened, and by which it was told later. */
  readonly at: number;
  readonly delay: number;
}

// A correction says itself when it was; it is told when it is told.
const types = caseActionTypes.filter((type) => type !== 'response.corrected');
const often: readonly CaseActionType[] = [
  'engineer.requestedInformation',
  'engineer.proposedResolution',
  'customer.replied',
  'customer.replied',
  'investigation.started',
  'investigation.paused',
  'investigation.concluded',
  'severity.changeRequested',
  'coverage.changed',
];
const told: fc.Arbitrary<Told> = fc.record({
  body: posts([...types, ...often, ...often]),
  at: fc.integer({ min: 0, max: 3 * 24 * 60 }),
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 24 * 60 })),
});
const lives = fc.array(told, { maxLength: 12, size: 'max' });
const horizon = 6 * 24 * 60;

interface Accepted {
  readonly body: Posted;
  /** The instant it was counted from, and its number among what was told. */
  readonly from: string;
  readonly order: number;
  readonly event: CaseEvent;
}

/** Told late: the story, what was accepted, and how many were refused. */
function late(setup: Setup, life: readonly Told[]) {
  const story = new Story({ ...setup, policy: withApprovalOf(setup) });
  const begin = toMs(story.now);
  const accepted: Accepted[] = [];
  const refused: string[] = [];
  const order = [...life].sort((one, other) => one.at + one.delay - other.at - other.delay);
  order.forEach(({ body, at, delay }, number) => {
    story.until(toInstant(begin + (at + delay) * 60_000));
    const outcome = story.attempt({ ...body, occurredAt: toInstant(begin + at * 60_000) });
    if ('code' in outcome) {
      refused.push(outcome.code);
      return;
    }
    const own = outcome.find(({ type }) => type === body.type);
    if (!own) throw new Error(`${body.type} was accepted and is not among the events`);
    accepted.push({ body, from: own.decidedAsOf, order: number, event: own });
  });
  story.until(toInstant(begin + horizon * 60_000));
  // An alert that somebody acknowledged would not have been where the contact was before: so it says.
  const needed = accepted.filter(({ event }) => !wasOvertaken(event, story.state));
  return { story, accepted: needed, refused };
}

/** The same, told as it happened. */
function onTime(setup: Setup, accepted: readonly Accepted[]): Story {
  const story = new Story({ ...setup, policy: withApprovalOf(setup) });
  const begin = toMs(story.now);
  const inOrder = [...accepted].sort(
    (one, other) => toMs(one.from) - toMs(other.from) || one.order - other.order,
  );
  for (const { body, from } of inOrder) {
    story.until(from);
    const outcome = story.attempt(body);
    if ('code' in outcome) throw new Error(`on time ${body.type} is refused: ${outcome.detail}`);
  }
  return story.until(toInstant(begin + horizon * 60_000));
}

test('told late by up to a day and shuffled, a life ends as if told on time, or is refused with a code', () => {
  let kept = 0;
  let shuffled = 0;
  const codes = new Set<string>();
  fc.assert(
    fc.property(anySetup, lives, (setup, life) => {
      const { story, accepted, refused } = late(setup, life);
      const live = onTime(setup, accepted);
      expect(ending(story.state, toMs(story.now))).toEqual(ending(live.state, toMs(live.now)));
      for (const code of refused) codes.add(code);
      kept += accepted.length;
      shuffled += accepted.filter(
        ({ from }, index) => toMs(accepted[index - 1]?.from ?? from) > toMs(from),
      ).length;
    }),
    { numRuns: 400 },
  );
  expect(kept, 'actions that were accepted').toBeGreaterThan(500);
  expect(shuffled, 'of them, told after one that came later').toBeGreaterThan(30);
  expect([...codes]).toContain('occurredAt.outOfOrder');
});
