import { describe, expect, test } from 'vitest';

import { finished } from '../../calendar/index.ts';
import { parse, parseElements } from '../input/parse.ts';
import { Problem, type FieldError } from '../input/problem.ts';
import { deadlineSchema, mostDeadlines } from './deadlineAsked.ts';
import { answerDeadline } from './deadlines.ts';
import { berlin, japan } from './testing/deadlines.ts';

const weekly = (friday: unknown) => ({
  ...berlin,
  calendar: { timeZone: 'Europe/Berlin', weekly: { friday } },
});

/** Code and pointer of every error, wherever it is found. */
function refusals(deadline: object): string[] {
  let errors: readonly FieldError[] = [];
  try {
    const answer = answerDeadline(parse(deadlineSchema, deadline), '2026c');
    if (!answer.ok) errors = answer.errors;
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    errors = thrown.extra.errors ?? [];
  }
  for (const { detail } of errors) expect(detail).toMatch(/^.{12,}[.?]$/);
  return errors.map(({ code, pointer }) => `${code} ${pointer}`);
}

test.each<[string, object, string[]]>([
  ['an unknown country', { ...japan, country: 'XX' }, ['country.unknown /country']],
  ['a code that is none', { ...japan, country: 'UK' }, ['country.unknown /country']],
  ['an unknown region', { ...japan, region: 'ZZ' }, ['region.unknown /region']],
  [
    'an unknown preferred zone',
    { ...japan, preferredTimeZone: 'Mars' },
    ['timeZone.unknown /preferredTimeZone'],
  ],
  [
    'an unknown zone',
    { ...berlin, calendar: { ...berlin.calendar, timeZone: 'Mars/Olympus' } },
    ['timeZone.unknown /calendar/timeZone'],
  ],
  [
    'overlapping intervals',
    weekly([
      ['09:00', '12:00'],
      ['11:00', '17:00'],
    ]),
    ['interval.overlap /calendar/weekly/friday/1'],
  ],
  ['a reversed interval', weekly([['17:00', '09:00']]), ['interval.invalid /calendar/weekly/friday/0']],
  ['an interval without an end', weekly([['17:00']]), ['field.invalid /calendar/weekly/friday/0']],
  ['a time that is none', weekly([['9', '17:00']]), ['field.invalid /calendar/weekly/friday/0/0']],
  [
    'an unknown day',
    { ...berlin, calendar: { timeZone: 'UTC', weekly: { fryday: [] } } },
    ['field.unknown /calendar/weekly/fryday'],
  ],
  [
    'never open',
    { ...berlin, calendar: { timeZone: 'UTC', weekly: {} } },
    ['calendar.neverOpen /calendar/weekly'],
  ],
  [
    'a holiday that is no date',
    { ...berlin, calendar: { ...berlin.calendar, holidays: ['25.12.2026'] } },
    ['date.invalid /calendar/holidays/0'],
  ],
  ['a negative duration', { ...japan, duration: '-PT8H' }, ['duration.invalid /duration']],
  ['a fractional duration', { ...japan, duration: 'PT1.5H' }, ['duration.invalid /duration']],
  ['months', { ...japan, duration: 'P1M' }, ['duration.invalid /duration']],
  ['years', { ...japan, duration: 'P1Y' }, ['duration.invalid /duration']],
  ['days', { ...japan, duration: 'P1D' }, ['duration.invalid /duration']],
  ['no duration at all', { ...japan, duration: 'soon' }, ['duration.invalid /duration']],
  ['a duration that is a number', { ...japan, duration: 8 }, ['field.invalid /duration']],
  ['a start before 1970', { ...japan, start: '1969-12-31T23:59:59Z' }, ['start.outOfRange /start']],
  ['a start after 2100', { ...japan, start: '2101-01-01T00:00:00Z' }, ['start.outOfRange /start']],
  ['a start that is no instant', { ...japan, start: '2026-11-20' }, ['field.invalid /start']],
  ['a country and a calendar', { ...berlin, country: 'DE' }, ['calendar.ambiguous /calendar']],
  ['business hours of nowhere', { ...japan, country: undefined }, ['field.missing /country']],
  [
    'a pause that ends before it begins',
    { ...japan, pauses: [{ from: japan.start, to: japan.start }] },
    ['pause.invalid /pauses/0'],
  ],
  [
    'a pause beyond the years that are known',
    { ...japan, pauses: [{ from: '2110-12-31T00:00:00Z', to: '2111-01-01T00:00:00Z' }] },
    ['pause.outOfRange /pauses/0/to'],
  ],
  ['an unknown schedule', { ...japan, schedule: '8x5' }, ['field.invalid /schedule']],
  ['an unknown field', { ...japan, holiday: [] }, ['field.unknown /holiday']],
  [
    'more time than the calendar opens for',
    {
      ...berlin,
      duration: 'PT5H',
      calendar: {
        timeZone: 'UTC',
        weekly: {},
        extraOpenings: [{ date: '2026-11-21', intervals: [['10:00', '14:00']] }],
      },
    },
    ['deadline.never /duration'],
  ],
  [
    'several at once',
    { ...japan, country: 'XX', start: '1960-01-01T00:00:00Z', duration: 'P1D' },
    ['country.unknown /country', 'start.outOfRange /start', 'duration.invalid /duration'],
  ],
])('%s is refused', (_, deadline, expected) => {
  expect(refusals(deadline)).toEqual(expected);
});

describe('arrays', () => {
  const elements = { schema: deadlineSchema, most: mostDeadlines };
  const pointers = (body: unknown): string[] => {
    try {
      if (Array.isArray(body)) finished(parseElements(elements, body));
      else parse(deadlineSchema, body);
    } catch (thrown) {
      if (thrown instanceof Problem) return (thrown.extra.errors ?? []).map(({ pointer }) => pointer);
      throw thrown;
    }
    return [];
  };

  test('of one and of a thousand are accepted; none and more are not', () => {
    expect(pointers([japan])).toEqual([]);
    expect(pointers(Array.from({ length: 1000 }, () => japan))).toEqual([]);
    expect(pointers([])).toEqual(['']);
    expect(pointers(Array.from({ length: 1001 }, () => japan))).toEqual(['']);
  });

  test('an error in one of them is pointed at', () => {
    expect(pointers([japan, { ...japan, begin: 1 }])).toEqual(['/1/begin']);
    expect(pointers([japan, { ...japan, start: 1 }])).toEqual(['/1/start']);
    expect(pointers({ ...japan, start: 1 })).toEqual(['/start']);
    expect(pointers('soon')).toEqual(['']);
  });
});
