/**
 * The tables against the reference walk over every zone and every year from 1970 to 2100: each zone in ten years,
 * which move on from zone to zone, with 500 questions each. `CALENDAR_SEED` repeats a run.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answers, provedAnswers } from '../../test/calendar/answers.ts';
import { calendarIn, questionsIn } from '../../test/calendar/arbitraries.ts';
import { businessTime } from './index.ts';
import { referenceTime } from './testing/reference.ts';

const seed = Number(process.env.CALENDAR_SEED ?? Date.now() % 2 ** 31);
const yearsEach = 10;
const questionsEach = 500;
const span = 131;

test(`zero disagreements over all zones and years (CALENDAR_SEED=${seed})`, () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const years = new Set<number>();
  let cases = 0;
  for (const [index, zone] of zones.entries()) {
    for (let turn = 0; turn < yearsEach; turn += 1) {
      const year = 1970 + ((index * 7 + turn * 13) % span);
      years.add(year);
      const [calendar] = fc.sample(calendarIn(zone, year), { seed: seed + cases, numRuns: 1 });
      if (!calendar) throw new Error('nothing was generated');
      const tables = businessTime({ kind: 'businessHours', calendar });
      const reference = referenceTime(calendar);
      for (const question of fc.sample(questionsIn(calendar, year), {
        seed: seed + cases,
        numRuns: questionsEach,
      })) {
        cases += 1;
        const asked = answers(tables, question);
        const expected = provedAnswers(reference, question);
        if (isDeepStrictEqual(asked, expected)) continue;
        expect(asked, JSON.stringify({ seed, calendar, question })).toEqual(expected);
      }
    }
  }
  expect(years.size).toBe(span);
  process.stdout.write(
    `${cases} cases, ${zones.length} zones, ${years.size} years, seed ${seed}: no disagreement\n`,
  );
});
