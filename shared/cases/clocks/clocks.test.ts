/** What a clock shows of itself when it stood at its end, and when a smaller target has overtaken it. */
import { expect, test } from 'vitest';
import { toDuration, toMs } from '../../calendar/index.ts';
import { policiesOf } from '../../policy/index.ts';
import { elapsedOn } from './clocks.ts';
import { segmentsOn } from './history.ts';
import { Story } from '../testing/story.ts';

const slow = { submission: { problemType: 'performance' }, entitlement: { plan: 'unified' as const } };

/** An hour of work, then a question: the clock stands at 1 h. */
const standing = () =>
  new Story(slow)
    .acts('engineer.contacted', 'investigation.started')
    .wait(60)
    .acts('engineer.requestedInformation');

function countedOn(story: Story): string {
  const segments = segmentsOn(story.state, story.history('bestEffort'), toMs(story.now));
  const counted = segments.filter(({ kind }) => kind === 'counted');
  return toDuration(counted.reduce((sum, { from, to }) => sum + to - from, 0));
}

test('a clock that stood when it ended counts nothing afterwards', () => {
  const story = standing().wait(30).acts('case.closed').until('2026-12-04T08:00:00Z');
  expect(countedOn(story)).toBe('PT1H');
  const clock = story.clock('bestEffort');
  expect(toDuration(elapsedOn(story.state, clock, toMs(story.now)))).toBe('PT1H');
});

test('BE-6: a budget that was smaller than what is used ends with the work that goes on, not before it', () => {
  const [builtIn] = policiesOf().versions;
  if (!builtIn) throw new Error('there is a policy');
  const bestEffort = { ...builtIn.bestEffort, budget: 'PT30M', half: 'PT10M', ending: 'PT10M' };
  const story = standing().wait(30);
  story.apply({ ...builtIn, version: 'short', bestEffort });
  expect(story.clock('bestEffort')).toMatchObject({ state: 'paused', target: 'PT30M', dueAt: null });
  story.wait(60).act('customer.replied');
  // Asked at 09:00, answered at 10:30: it is used up at that instant, not at 08:30.
  expect(story.ofType('case.closed')).toMatchObject([{ decidedAsOf: '2026-11-20T10:30:00Z' }]);
});
