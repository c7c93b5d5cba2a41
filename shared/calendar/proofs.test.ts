import { expect, test } from 'vitest';
import { office, over } from '../../test/calendar/office.ts';
import { businessTime, toInstant, toMs } from './index.ts';
import type { BusinessCalendar } from './types.ts';

const hourMs = 3_600_000;
const time = over({});

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

test('past the horizon it carries a warning; on its last day it does not', () => {
  const warnings = (start: string) => time.prove(toMs(start), hourMs)?.warnings;
  expect(warnings('2026-12-31T15:00:00Z')).toEqual([]);
  expect(warnings('2026-12-31T15:00:00.001Z')).toEqual([
    {
      code: 'horizon.passed',
      detail: 'the holidays of calendar office are known until 2026-12-31; later ones are not counted',
    },
  ]);
  expect(warnings('2020-01-01T00:00:00Z')).toEqual([]);
  expect(warnings('2019-12-31T22:59:59Z')).toEqual([
    {
      code: 'horizon.before',
      detail: 'the holidays of calendar office are known from 2020-01-01; earlier ones are not counted',
    },
  ]);
});

test('holidays that are not limited carry no warning', () => {
  const { knownFrom: _, horizon: __, ...unlimited } = office;
  const proof = businessTime({ kind: 'businessHours', calendar: unlimited }).prove(Date.UTC(2050, 1), hourMs);
  expect(proof?.warnings).toEqual([]);
});
