import { expect, test } from 'vitest';
import { everyDay, over } from '../../test/calendar/office.ts';
import { finished, toMs, type Pause, type Steps } from './index.ts';

const hourMs = 3_600_000;
const yearMs = 31_556_952_000;
const start = toMs('1970-03-02T08:00:00Z');
const pauses: Pause[] = Array.from({ length: 40 }, (_, index) => ({
  from: start + index * yearMs,
  to: start + index * yearMs + 90 * 24 * hourMs,
}));
/** A minute every Monday: forty hours of it are 46 years. */
const time = over({ weekly: { monday: [['09:00', '09:01']] } });

/** What the steps come to, and how many they were. */
function counted<T>(steps: Steps<T>): { answer: T; count: number } {
  for (let count = 0; ; count += 1) {
    const step = steps.next();
    if (step.done === true) return { answer: step.value, count };
  }
}

test.each<[string, Pause[]]>([
  ['without pauses', []],
  ['with a pause in each year', pauses],
])('what takes years can be left off after each, %s', (_, held) => {
  const due = counted(time.dueAtInSteps(start, 40 * hourMs, held));
  expect(due.answer).toBe(time.dueAt(start, 40 * hourMs, held));
  expect(due.count).toBeGreaterThan(40);

  const end = due.answer ?? Number.NaN;
  const elapsed = counted(time.elapsedInSteps(start, end, held));
  expect(elapsed.answer).toBe(40 * hourMs);
  expect(time.elapsed(start, end, held)).toBe(40 * hourMs);
  expect(elapsed.count).toBeGreaterThan(40);

  const segments = counted(time.segmentsInSteps(start, end, held));
  expect(segments.answer).toEqual(time.segments(start, end, held));
  expect(segments.count).toBeGreaterThanOrEqual(segments.answer.length);
});

test('a calendar that is closed for a century is closed step by step', () => {
  const once = over({ weekly: {}, extraOpenings: [{ date: '2090-01-02', intervals: [['09:00', '10:00']] }] });
  const { answer, count } = counted(once.segmentsInSteps(start, toMs('2090-01-02T09:00:00Z')));
  expect(answer.map(({ kind }) => kind)).toEqual(['closed', 'counted']);
  expect(count).toBeGreaterThan(100);
});

test('of more segments than are wanted only the first are made', () => {
  const busy = over({
    weekly: {
      monday: [
        ['08:00', '12:00'],
        ['13:00', '17:00'],
      ],
    },
  });
  const end = start + 100 * yearMs;
  const all = busy.segments(start, start + yearMs, pauses);
  for (const most of [1, 2, 7, 100]) {
    const { answer, count } = counted(busy.segmentsInSteps(start, end, pauses, most));
    expect(answer).toEqual(all.slice(0, most));
    expect(count).toBeLessThan(100 * most);
  }
  expect(busy.segments(start, start + yearMs, pauses, all.length)).toEqual(all);
});

test('around the clock takes no steps of years', () => {
  const always = over({ weekly: everyDay });
  expect(finished(always.dueAtInSteps(start, 5))).toBe(start + 5);
});
