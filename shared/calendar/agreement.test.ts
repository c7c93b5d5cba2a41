/** The tables against the reference walk: 200 calendar-years with 1,000 questions each, from a printed seed. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answers, provedAnswers } from '../../test/calendar/answers.ts';
import { calendarYears, questionsIn, type Question } from '../../test/calendar/arbitraries.ts';
import { businessTime } from './index.ts';
import { referenceTime } from './testing/reference.ts';

const seed = Number(process.env.CALENDAR_SEED ?? Date.now() % 2 ** 31);
// Mutation testing asks fewer.
const calendars = Number(process.env.CALENDAR_YEARS ?? 200);
const questionsEach = Number(process.env.CALENDAR_QUESTIONS ?? 300);

test(`zero disagreements over ${calendars * questionsEach} cases (CALENDAR_SEED=${seed})`, () => {
  const zones = Intl.supportedValuesOf('timeZone');
  let cases = 0;
  for (const { calendar, year } of fc.sample(calendarYears(zones), { seed, numRuns: calendars })) {
    const tables = businessTime({ kind: 'businessHours', calendar });
    const reference = referenceTime(calendar);
    const agree = (question: Question): boolean => {
      cases += 1;
      return isDeepStrictEqual(answers(tables, question), provedAnswers(reference, question));
    };
    const found = fc.check(fc.property(questionsIn(calendar, year), agree), {
      seed,
      numRuns: questionsEach,
    });
    if (!found.failed) continue;
    const [question] = found.counterexample ?? [];
    if (!question) throw found.errorInstance;
    expect(answers(tables, question), JSON.stringify({ seed, calendar, question })).toEqual(
      provedAnswers(reference, question),
    );
  }
  expect(cases).toBe(calendars * questionsEach);
}, 600_000);
