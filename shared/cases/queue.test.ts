import { describe, expect, it } from 'vitest';

import { toMs } from '../calendar/index.ts';
import { queueFactsOf } from './queue.ts';
import {
  bestEffort,
  businessHoursB,
  contacted,
  loweredToB,
  loweredToC,
  questionOpen,
} from './testing/states.ts';
import { Story } from './testing/story.ts';

const minute = 60_000;
/** In minutes. */
const threeWeeks = 3 * 7 * 24 * 60;
const start = toMs('2026-11-20T08:00:00Z');

describe('what a case is sorted by among the others', () => {
  it.each([
    { what: 'a first response that runs', story: new Story(), dueAt: start + 60 * minute },
    { what: 'a first response that is overdue', story: new Story().wait(120), dueAt: start + 60 * minute },
    { what: 'nothing that runs', story: contacted(), dueAt: null },
    { what: 'a question (COM-A)', story: questionOpen(), dueAt: start + 240 * minute },
    { what: 'the same question at B (COM-B1)', story: loweredToB(), dueAt: start + 480 * minute },
    { what: 'best effort under way (BE-1)', story: bestEffort(), dueAt: start + 240 * minute },
    {
      what: 'a silence of weeks that has cost all severity (COM-B1)',
      story: loweredToC().wait(threeWeeks),
      dueAt: null,
    },
    {
      what: 'a silence of weeks that costs none (COM-B2)',
      story: questionOpen({ submission: businessHoursB }).wait(threeWeeks),
      dueAt: null,
    },
  ])('$what', ({ story, dueAt }) => {
    expect(queueFactsOf(story.state).dueAt).toBe(dueAt);
  });
});
