/** How sure a due instant is: against the same question asked of calendars in which each day was decided. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { office } from '../../test/calendar/office.ts';
import { worst, type CalendarCertainty, type Certainty } from './certainty.ts';
import { businessTime, outlook, toInstant, toMs, type BusinessCalendar } from './index.ts';
import { referenceTime } from './testing/reference.ts';

const hourMs = 3_600_000;
const year = { base: 'confirmed' } as const;

function calendar(
  days: CalendarCertainty['days'],
  years: CalendarCertainty['years'] = { 2026: year, 2027: year },
): BusinessCalendar {
  // Christmas Day, a Friday, is a holiday of the list.
  return { ...office, certainty: { years, days } };
}

const ask = (of: BusinessCalendar, start: string, hours: number, strict = false) =>
  outlook(of, { start: toMs(start), duration: hours * hourMs, strict });

describe('one day', () => {
  test('a holiday of the list that is not sure makes it earlier if it is worked', () => {
    const { status, uncertain, warnings } = ask(
      calendar({ '2026-12-25': 'disputed' }),
      '2026-12-24T15:00:00Z',
      2,
    );
    expect(status).toBe('disputed');
    expect(uncertain).toEqual({
      days: ['2026-12-25'],
      earliest: toMs('2026-12-25T09:00:00Z'),
      latest: toMs('2026-12-28T09:00:00Z'),
    });
    expect(warnings).toMatchObject([
      { code: 'holidays.disputed', dueIfWorked: toMs('2026-12-25T09:00:00Z') },
    ]);
  });

  test('a working day that may become a holiday makes it later', () => {
    const { uncertain } = ask(calendar({ '2026-11-24': 'pending' }), '2026-11-23T15:00:00Z', 2);
    expect(uncertain && toInstant(uncertain.earliest)).toBe('2026-11-24T09:00:00Z');
    expect(uncertain && toInstant(uncertain.latest)).toBe('2026-11-25T09:00:00Z');
  });

  test.each<[string, string, number]>([
    ['behind the due instant', '2026-11-23T08:00:00Z', 8],
    ['before the start', '2026-11-25T08:00:00Z', 2],
    ['of the start, after closing', '2026-11-24T16:00:00Z', 2],
  ])('%s it says nothing about it', (_, start, hours) => {
    const found = ask(calendar({ '2026-11-24': 'estimated' }), start, hours);
    expect(found.uncertain).toBeUndefined();
    expect(found.warnings).toEqual([]);
  });

  test('a day that only comes into play if another is a holiday is among the days', () => {
    const days = { '2026-11-24': 'estimated', '2026-11-25': 'estimated' } as const;
    const { uncertain } = ask(calendar(days), '2026-11-23T15:00:00Z', 2);
    expect(uncertain?.days).toEqual(['2026-11-24', '2026-11-25']);
    expect(uncertain && toInstant(uncertain.latest)).toBe('2026-11-26T09:00:00Z');
  });

  test('one source alone is doubted where that is asked for', () => {
    const of = calendar({ '2026-12-25': 'single' });
    expect(ask(of, '2026-12-24T15:00:00Z', 2)).toMatchObject({ status: 'single', warnings: [] });
    expect(ask(of, '2026-12-24T15:00:00Z', 2, true).warnings).toMatchObject([{ code: 'holidays.single' }]);
  });

  test('while nothing ends a pause there is nothing to be uncertain of', () => {
    const pauses = [{ from: toMs('2026-12-24T15:30:00Z'), to: null }];
    const found = outlook(calendar({ '2026-12-25': 'disputed' }), {
      start: toMs('2026-12-24T15:00:00Z'),
      duration: 2 * hourMs,
      pauses,
    });
    expect(found.uncertain).toBeUndefined();
  });
});

describe('a year', () => {
  test('that is not listed is unknown, and never called known', () => {
    const found = ask(calendar({}), '2028-01-03T08:00:00Z', 1);
    expect(found.status).toBe('unknown');
    expect(found.warnings).toMatchObject([{ code: 'holidays.unknown', days: [] }]);
    expect(found.warnings[0]?.detail).toContain('2028');
  });

  test('whose decree is due is pending, with the days that depend on it', () => {
    const years = { 2026: year, 2027: { ...year, pending: 'the bridge days' } };
    const of = calendar({ '2027-01-05': 'pending' }, years);
    const found = ask(of, '2027-01-04T15:00:00Z', 2);
    expect(found.warnings).toHaveLength(1);
    expect(found.warnings[0]).toMatchObject({ code: 'holidays.pending', days: ['2027-01-05'] });
    expect(found.warnings[0]?.detail).toContain('the bridge days');
    expect(ask(of, '2026-12-30T15:00:00Z', 2).warnings).toEqual([]);
  });

  test('a calendar that its caller gave is as sure as the caller', () => {
    expect(ask(office, '2040-01-02T08:00:00Z', 1)).toEqual({ status: 'official', warnings: [] });
  });
});

test('of several the worst counts', () => {
  expect(worst(['official', 'disputed', 'single'])).toBe('disputed');
  expect(worst(['pending', 'unknown'])).toBe('unknown');
  expect(worst([])).toBe('official');
});

test('the range is that of all ways in which the days may be decided', () => {
  const date = fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`);
  const statuses = fc.constantFrom<Certainty>('estimated', 'disputed', 'pending', 'single', 'confirmed');
  const question = fc.record({
    start: fc.integer({ min: toMs('2026-11-01T00:00:00Z'), max: toMs('2026-11-28T00:00:00Z') }),
    duration: fc.integer({ min: 1, max: 40 * hourMs }),
  });
  fc.assert(
    fc.property(
      fc.dictionary(date, statuses, { maxKeys: 4 }),
      fc.uniqueArray(date, { maxLength: 4 }),
      question,
      (days, listed, { start, duration }) => {
        const of: BusinessCalendar = {
          ...calendar(days),
          holidays: listed.map((each) => ({ date: each })),
        };
        const doubtful = Object.keys(days).filter(
          (each) => !['single', 'confirmed'].includes(days[each] ?? ''),
        );
        const sure = listed.filter((each) => !doubtful.includes(each));
        const dues = Array.from({ length: 2 ** doubtful.length }, (_, choice) => {
          const holidays = doubtful.filter((__, index) => (choice >> index) % 2 === 1);
          const { certainty: _certainty, ...plain } = of;
          const decided = { ...plain, holidays: [...sure, ...holidays].map((each) => ({ date: each })) };
          return referenceTime(decided).dueAt(start, duration) ?? 0;
        });
        const { uncertain } = outlook(of, { start, duration });
        const due = businessTime({ kind: 'businessHours', calendar: of }).dueAt(start, duration) ?? 0;
        expect(uncertain?.earliest ?? due).toBe(Math.min(...dues));
        expect(uncertain?.latest ?? due).toBe(Math.max(...dues));
      },
    ),
    { numRuns: 150 },
  );
});
