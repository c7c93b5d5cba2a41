/** BE-6: support's time is counted while work is under way and the customer isn't waited for; never twice, never lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { toMs } from '../../../calendar/index.ts';
import { elapsedOn, timeOf } from '../../clocks/clocks.ts';
import type { CaseEvent } from '../../model/events.ts';
import { anySetup, anyWork, play } from '../../testing/random.ts';
import type { Story } from '../../testing/story.ts';
import type { Coverage } from '../../model/vocabulary.ts';

const limited = ['performance', 'notReproducible', 'customization'];
const budget = 4 * 3_600_000;

/**
 * Walks what was done and sums, for each opening of the case in which support worked, the open time of the stretches
 * that count. Knows nothing of clocks.
 */
function workedTimes({ events, state }: Story, now: number): readonly number[] {
  const sums: number[] = [];
  let worked: number | undefined;
  let at = 0;
  let coverage: Coverage = '24x7';
  let [isBreakFix, underWay, isFound, question, proposal] = [true, false, false, false, false];

  const upTo = (instant: number) => {
    if (!isBreakFix || !underWay || isFound || question || proposal) return void (at = instant);
    const time = timeOf(state.calendar, coverage);
    // What is told late takes back what was counted since it happened.
    const counted = at <= instant ? time.elapsed(at, instant) : -time.elapsed(instant, at);
    worked = (worked ?? 0) + counted;
    at = instant;
  };
  const happens = (event: CaseEvent) => {
    switch (event.type) {
      case 'case.submitted':
      case 'severity.raised':
      case 'severity.lowered':
      case 'coverage.changed':
        return void ({ coverage } = event.data);
      case 'engineer.reclassified':
        return void (isBreakFix = event.data.category === 'technical');
      case 'investigation.started':
        return void (underWay = true);
      case 'investigation.paused':
        return void (underWay = false);
      case 'investigation.concluded':
        underWay = false;
        return void (isFound ||= event.data.cause !== 'unknown' || event.data.reproducible);
      case 'engineer.requestedInformation':
        return void (question = true);
      case 'engineer.proposedResolution':
        return void (proposal = true);
      case 'customer.replied':
      case 'customer.rejectedResolution':
        return void ([question, proposal] = [false, false]);
      case 'case.closed':
        if (worked !== undefined) sums.push(worked);
        worked = undefined;
        return void ([underWay, isFound, question, proposal] = [false, false, false, false]);
      default:
    }
  };
  for (const event of events) {
    upTo(toMs(event.decidedAsOf));
    happens(event);
  }
  upTo(now);
  return worked === undefined ? sums : [...sums, worked];
}

test('the time of every best effort is the open time of the work, over any pauses, changes and reopenings', () => {
  let [clocks, usedUp, legs] = [0, 0, 0];
  fc.assert(
    fc.property(anySetup, anyWork, (setup, steps) => {
      const story = play(setup, steps);
      const now = toMs(story.now);
      const { state } = story;
      const efforts = story.histories('bestEffort');
      const elapsed = efforts.map(({ clock }) => elapsedOn(state, clock, now));
      const isLimited = limited.includes(state.problemType ?? '');
      expect(elapsed).toEqual(isLimited ? workedTimes(story, now) : []);
      efforts.forEach(({ clock, ...history }, index) => {
        if (clock.state === 'breached') expect(elapsed[index], 'closed at four hours').toBe(budget);
        else expect(elapsed[index]).toBeLessThan(budget);
        clocks += 1;
        usedUp += clock.state === 'breached' ? 1 : 0;
        legs += history.legs.length;
      });
    }),
    { numRuns: 500 },
  );
  // The cases that matter did occur.
  expect({ clocks: clocks > 80, usedUp: usedUp > 20, legs: legs > 10 }).toEqual({
    clocks: true,
    usedUp: true,
    legs: true,
  });
});
