/** Both engines against a minute walk with `Intl` only, around the changes of hard years and of random ones. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarIn, changesIn } from '../../test/calendar/arbitraries.ts';
import { hardYears } from '../../test/calendar/hardYears.ts';
import { segmentsIn, walk } from '../../test/calendar/intlWalk.ts';
import { businessTime } from './index.ts';
import { referenceTime } from './testing/reference.ts';

const seed = Number(process.env.CALENDAR_SEED ?? Date.now() % 2 ** 31);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const questionsEach = 60;

const zones = Intl.supportedValuesOf('timeZone');
const anyYears = fc.sample(fc.tuple(fc.constantFrom(...zones), fc.integer({ min: 1971, max: 2099 })), {
  seed,
  numRuns: 25,
});
const chosen = [...hardYears.map(([zone, year]) => [zone, year] as const), ...anyYears];

test(`${chosen.length * questionsEach} cases agree with the minute walk (CALENDAR_SEED=${seed})`, () => {
  let compared = 0;
  for (const [index, [zone, year]] of chosen.entries()) {
    const [calendar] = fc.sample(calendarIn(zone, year), { seed: seed + index, numRuns: 1 });
    if (!calendar) throw new Error('nothing was generated');
    // Only Liberia has kept an offset of half a minute since 1970.
    const step = zone === 'Africa/Monrovia' ? 30_000 : 60_000;
    const changes = changesIn(zone, year);
    const middle = changes[(seed + index) % Math.max(1, changes.length)] ?? Date.UTC(year, 5, 15);
    const from = Math.floor(middle / 60_000) * 60_000 - 5 * dayMs;
    const minutes = walk(calendar, from, from + 13 * dayMs, step);
    const tables = businessTime({ kind: 'businessHours', calendar });
    const reference = referenceTime(calendar);
    const question = fc.tuple(fc.integer({ min: 0, max: 8 * 1440 }), fc.integer({ min: 0, max: 24 * 60 }));
    for (const [after, length] of fc.sample(question, { seed: seed + index, numRuns: questionsEach })) {
      const start = from + after * 60_000;
      const segments = segmentsIn(minutes, start, length * 60_000);
      if (!segments) continue;
      const due = segments.at(-1)?.to ?? start;
      const context = JSON.stringify({ seed, calendar, start, length });
      for (const engine of [tables, reference]) {
        expect(engine.prove(start, length * 60_000)?.segments, context).toEqual(segments);
        expect(engine.elapsed(start, due), context).toBe(length * 60_000);
        expect(engine.isOpen(start), context).toBe(minutes.kinds[(start - from) / step] === 'counted');
      }
      compared += 1;
    }
  }
  // What is left out asked for more than the days walked.
  expect(compared).toBeGreaterThan(0.7 * chosen.length * questionsEach);
});
