import { expect, test } from 'vitest';
import { over } from '../../test/calendar/office.ts';
import { toInstant, toMs } from './index.ts';
import type { BusinessCalendar } from './types.ts';

const hourMs = 3_600_000;

const kinds = (start: string, hours: number, change: Partial<BusinessCalendar> = {}) =>
  over(change)
    .prove(toMs(start), hours * hourMs)
    ?.segments.map(({ from, to, kind }) => `${toInstant(from)} ${toInstant(to)} ${kind}`);

test('a holiday shows where its opening hours were', () => {
  expect(kinds('2026-12-24T15:00:00Z', 2)).toEqual([
    '2026-12-24T15:00:00Z 2026-12-24T16:00:00Z counted',
    '2026-12-24T16:00:00Z 2026-12-25T08:00:00Z closed',
    '2026-12-25T08:00:00Z 2026-12-25T16:00:00Z holiday',
    '2026-12-25T16:00:00Z 2026-12-28T08:00:00Z closed',
    '2026-12-28T08:00:00Z 2026-12-28T09:00:00Z counted',
  ]);
});

test('an extra opening on a holiday counts, and the rest of the hours stay a holiday', () => {
  const extraOpenings = [
    {
      date: '2026-12-25',
      intervals: [
        ['12:00', '13:00'],
        ['18:00', '19:00'],
      ] as const,
    },
  ];
  expect(kinds('2026-12-25T00:00:00Z', 2, { extraOpenings })).toEqual([
    '2026-12-25T00:00:00Z 2026-12-25T08:00:00Z closed',
    '2026-12-25T08:00:00Z 2026-12-25T11:00:00Z holiday',
    '2026-12-25T11:00:00Z 2026-12-25T12:00:00Z counted',
    '2026-12-25T12:00:00Z 2026-12-25T16:00:00Z holiday',
    '2026-12-25T16:00:00Z 2026-12-25T17:00:00Z closed',
    '2026-12-25T17:00:00Z 2026-12-25T18:00:00Z counted',
  ]);
});

test('extra openings of one date add up, and overlap the weekly hours without counting twice', () => {
  const extraOpenings = [
    { date: '2026-11-20', intervals: [['16:00', '18:00']] as const },
    { date: '2026-11-20', intervals: [['20:00', '21:00']] as const },
  ];
  expect(kinds('2026-11-20T08:00:00Z', 10, { extraOpenings })).toEqual([
    '2026-11-20T08:00:00Z 2026-11-20T17:00:00Z counted',
    '2026-11-20T17:00:00Z 2026-11-20T19:00:00Z closed',
    '2026-11-20T19:00:00Z 2026-11-20T20:00:00Z counted',
  ]);
});

test('an extra opening may begin before the weekly hours and run into them', () => {
  const extraOpenings = [{ date: '2026-11-20', intervals: [['07:00', '10:00']] as const }];
  expect(kinds('2026-11-20T05:00:00Z', 10, { extraOpenings })).toEqual([
    '2026-11-20T05:00:00Z 2026-11-20T06:00:00Z closed',
    '2026-11-20T06:00:00Z 2026-11-20T16:00:00Z counted',
  ]);
});

test('the turn of the year leaves no seam', () => {
  expect(kinds('2026-12-31T15:00:00Z', 2)).toEqual([
    '2026-12-31T15:00:00Z 2026-12-31T16:00:00Z counted',
    '2026-12-31T16:00:00Z 2027-01-01T08:00:00Z closed',
    '2027-01-01T08:00:00Z 2027-01-01T09:00:00Z counted',
  ]);
});

test('what counts on a declared working day is marked with its name', () => {
  const saturday = {
    date: '2026-11-21',
    name: 'worked for Friday',
    intervals: [['09:00', '17:00']] as const,
  };
  const proof = over({ extraOpenings: [saturday], holidays: [{ date: '2026-11-20' }] }).prove(
    toMs('2026-11-20T07:00:00Z'),
    9 * hourMs,
  );
  expect(proof?.segments.map(({ from, kind, workingDay }) => [toInstant(from), kind, workingDay])).toEqual([
    ['2026-11-20T07:00:00Z', 'closed', undefined],
    ['2026-11-20T08:00:00Z', 'holiday', undefined],
    ['2026-11-20T16:00:00Z', 'closed', undefined],
    ['2026-11-21T08:00:00Z', 'counted', 'worked for Friday'],
    ['2026-11-21T16:00:00Z', 'closed', undefined],
    ['2026-11-23T08:00:00Z', 'counted', undefined],
  ]);
});

test('a week holds until its last date, and the next one from the day after', () => {
  const weekly = Object.fromEntries(
    (['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'] as const).map((day) => [
      day,
      [['09:00', '17:00']] as const,
    ]),
  );
  // Friday and Saturday were free until 21 November, a Saturday.
  expect(kinds('2026-11-19T15:00:00Z', 2, { earlier: [{ until: '2026-11-21', weekly }] })).toEqual([
    '2026-11-19T15:00:00Z 2026-11-19T16:00:00Z counted',
    '2026-11-19T16:00:00Z 2026-11-23T08:00:00Z closed',
    '2026-11-23T08:00:00Z 2026-11-23T09:00:00Z counted',
  ]);
});
