import { expect, test } from 'vitest';
import { businessTime } from './index.ts';
import type { BusinessCalendar, DayInterval } from './types.ts';
import { calendarProblems } from './validate.ts';

const base: BusinessCalendar = {
  id: 'test',
  timeZone: 'Europe/Berlin',
  weekly: { monday: [['09:00', '17:00']] },
  holidays: [],
  version: 'none',
};
const problemsOf = (change: Partial<BusinessCalendar>) =>
  calendarProblems({ ...base, ...change }).map(({ code, pointer }) => [code, pointer]);
const monday = (...intervals: DayInterval[]) => ({ weekly: { monday: intervals } });

test.each<[string, Partial<BusinessCalendar>]>([
  ['one interval', {}],
  ['24:00 as an end', monday(['00:00', '24:00'])],
  ['intervals that touch', monday(['09:00', '12:00'], ['12:00', '17:00'])],
  ['intervals out of order', monday(['13:00', '17:00'], ['09:00', '12:00'])],
  ['a holiday on 29 February', { holidays: [{ date: '2028-02-29' }] }],
  [
    'extra openings alone',
    {
      weekly: {},
      extraOpenings: [
        { date: '2026-12-23', intervals: [] },
        { date: '2026-12-24', intervals: [['09:00', '12:00']] },
      ],
    },
  ],
  ['a zone in small letters', { timeZone: 'europe/berlin' }],
  ['UTC', { timeZone: 'UTC' }],
])('%s is accepted', (_, change) => {
  expect(problemsOf(change)).toEqual([]);
});

test.each<[string, Partial<BusinessCalendar>, [string, string][]]>([
  ['an unknown zone', { timeZone: 'Mars/Olympus' }, [['timeZone.unknown', '/timeZone']]],
  ['an offset as a zone', { timeZone: '+05:30' }, [['timeZone.unknown', '/timeZone']]],
  ['an empty zone', { timeZone: '' }, [['timeZone.unknown', '/timeZone']]],
  ['an end before its start', monday(['17:00', '09:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['an end at its start', monday(['09:00', '09:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['hours over midnight', monday(['22:00', '06:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['24:00 as a start', monday(['24:00', '24:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['24:30', monday(['09:00', '24:30']), [['interval.invalid', '/weekly/monday/0']]],
  ['a minute 60', monday(['09:60', '17:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['seconds', monday(['09:00:00', '17:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['text before a time', monday(['x09:00', '17:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['an hour of one digit', monday(['9:00', '17:00']), [['interval.invalid', '/weekly/monday/0']]],
  ['an overlap', monday(['09:00', '12:00'], ['11:59', '17:00']), [['interval.overlap', '/weekly/monday/1']]],
  [
    'an overlap out of order',
    monday(['11:00', '17:00'], ['09:00', '12:00']),
    [['interval.overlap', '/weekly/monday/0']],
  ],
  ['a month 13', { holidays: [{ date: '2026-13-01' }] }, [['date.invalid', '/holidays/0']]],
  [
    '30 February',
    { holidays: [{ date: '2026-01-01' }, { date: '2026-02-30' }] },
    [['date.invalid', '/holidays/1']],
  ],
  ['a date with a time', { holidays: [{ date: '2026-01-01T00:00' }] }, [['date.invalid', '/holidays/0']]],
  ['text before a date', { holidays: [{ date: '+2026-01-01' }] }, [['date.invalid', '/holidays/0']]],
  ['never open', { weekly: {} }, [['calendar.neverOpen', '/weekly']]],
  ['days without intervals', { weekly: { monday: [] } }, [['calendar.neverOpen', '/weekly']]],
  [
    'an extra opening without intervals',
    { weekly: {}, extraOpenings: [{ date: '2026-12-24', intervals: [] }] },
    [['calendar.neverOpen', '/weekly']],
  ],
  [
    'extra openings',
    {
      extraOpenings: [
        { date: 'soon', intervals: [['09:00', '12:00']] },
        { date: '2026-12-24', intervals: [['12:00', '09:00']] },
      ],
    },
    [
      ['date.invalid', '/extraOpenings/0/date'],
      ['interval.invalid', '/extraOpenings/1/intervals/0'],
    ],
  ],
  [
    'several at once',
    { timeZone: 'X', weekly: { friday: [['1', '2']] } },
    [
      ['timeZone.unknown', '/timeZone'],
      ['interval.invalid', '/weekly/friday/0'],
    ],
  ],
])('%s is refused', (_, change, expected) => {
  expect(problemsOf(change)).toEqual(expected);
});

test('each refusal says what is wrong', () => {
  const details = (change: Partial<BusinessCalendar>) => calendarProblems({ ...base, ...change })[0]?.detail;
  expect(details({ timeZone: 'X' })).toBe('no IANA time zone has the name "X"');
  expect(details(monday(['24:00', '24:00']))).toBe('"24:00" is not a time from 00:00 to 23:59');
  expect(details(monday(['09:00', '25:00']))).toBe('"25:00" is not a time from 00:01 to 24:00');
  expect(details(monday(['22:00', '06:00']))).toBe(
    '06:00 is not after 22:00; hours over midnight are two intervals',
  );
  expect(details(monday(['09:00', '12:00'], ['11:00', '13:00']))).toBe('overlaps /weekly/monday/0');
  expect(details({ holidays: [{ date: 'x' }] })).toBe('"x" is not a date such as 2026-12-25');
  expect(details({ weekly: {} })).toBe('the calendar is never open');
});

test('a calendar with a problem is not computed with', () => {
  const calendar = { ...base, weekly: {} };
  expect(() => businessTime({ kind: 'businessHours', calendar })).toThrow(
    new RangeError('calendar test: /weekly: the calendar is never open'),
  );
});
