import { describe, expect, test } from 'vitest';

import { finished } from '../../calendar/index.ts';
import { parse } from '../input/parse.ts';
import { Problem } from '../input/problem.ts';
import { deadlineSchema, type Deadline } from './deadlineAsked.ts';
import { answerDeadline, answerDeadlines, type DeadlineView } from './deadlines.ts';
import { mostSegments } from './segments.ts';
import { berlin, japan } from './testing/deadlines.ts';

function ask(deadline: object): DeadlineView {
  const answer = answerDeadline(parse(deadlineSchema, deadline), '2026c');
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.view;
}

describe('answers', () => {
  test('the first request of the contract, at eight hours', () => {
    expect(ask(japan)).toEqual({
      dueAt: '2026-11-24T07:30:00Z',
      segments: [
        { from: '2026-11-20T08:00:00Z', to: '2026-11-20T08:30:00Z', kind: 'counted' },
        { from: '2026-11-20T08:30:00Z', to: '2026-11-23T00:00:00Z', kind: 'closed' },
        { from: '2026-11-23T00:00:00Z', to: '2026-11-23T08:30:00Z', kind: 'holiday' },
        { from: '2026-11-23T08:30:00Z', to: '2026-11-24T00:00:00Z', kind: 'closed' },
        { from: '2026-11-24T00:00:00Z', to: '2026-11-24T07:30:00Z', kind: 'counted' },
      ],
      calendar: {
        timeZone: 'Asia/Tokyo',
        version: expect.stringMatching(/^JP\.[0-9a-f]{16}$/) as string,
        timeZoneData: '2026c',
        status: 'official',
      },
      rules: ['BH-3', 'BH-4'],
      warnings: [],
    });
  });

  test('the second request of the contract: a calendar of its own', () => {
    const view = ask(berlin);
    // Monday 23 November 09:00 to 13:00 in Berlin.
    expect(view.dueAt).toBe('2026-11-23T12:00:00Z');
    expect(view.calendar).toEqual({
      timeZone: 'Europe/Berlin',
      version: 'none',
      timeZoneData: '2026c',
      status: 'official',
    });
    expect(view.rules).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['alpha-3', { ...japan, country: 'JPN' }, '2026-11-24T07:30:00Z'],
    ['a start with an offset', { ...japan, start: '2026-11-20T17:00:00+09:00' }, '2026-11-24T07:30:00Z'],
    [
      '24x7 without a place',
      { schedule: '24x7', start: japan.start, duration: 'PT8H' },
      '2026-11-20T16:00:00Z',
    ],
    ['24x7 in a country', { ...japan, schedule: '24x7' }, '2026-11-20T16:00:00Z'],
    [
      'zero, when closed',
      { ...japan, start: '2026-11-21T00:00:00Z', duration: 'PT0S' },
      '2026-11-21T00:00:00Z',
    ],
    [
      'a region',
      { ...japan, country: 'DE', region: 'BY', start: '2027-11-01T08:00:00Z', duration: 'PT1H' },
      '2027-11-02T09:00:00Z',
    ],
    [
      'a Windows zone',
      { ...berlin, calendar: { ...berlin.calendar, timeZone: 'Pacific Standard Time' } },
      '2026-11-23T21:00:00Z',
    ],
    [
      '24:00 as an end',
      { ...berlin, calendar: { timeZone: 'UTC', weekly: { friday: [['20:00', '24:00']] } } },
      '2026-11-21T00:00:00Z',
    ],
    [
      'a pause',
      { ...japan, pauses: [{ from: '2026-11-24T00:00:00Z', to: '2026-11-24T01:00:00Z' }] },
      '2026-11-24T08:30:00Z',
    ],
    [
      'a named holiday and an extra opening',
      {
        ...berlin,
        calendar: {
          ...berlin.calendar,
          holidays: [{ date: '2026-11-23', name: 'Company day' }],
          extraOpenings: [{ date: '2026-11-21', intervals: [['10:00', '14:00']] }],
        },
      },
      '2026-11-21T13:00:00Z',
    ],
  ])('%s', (_, deadline, due) => {
    expect(ask(deadline).dueAt).toBe(due);
  });

  test('a pause is in the proof', () => {
    const pauses = [{ from: '2026-11-24T00:00:00Z', to: '2026-11-24T01:00:00Z' }];
    expect(ask({ ...japan, pauses }).segments).toContainEqual({ ...pauses[0], kind: 'paused' });
  });

  test('a year that nobody knows is unknown, and one whose decree is due is pending', () => {
    const far = ask({ ...japan, start: '2040-01-02T00:00:00Z' });
    expect(far.warnings).toMatchObject([{ code: 'holidays.unknown', days: [] }]);
    expect(far.calendar.status).toBe('unknown');
    const next = ask({ ...japan, country: 'HU', start: '2027-05-03T08:00:00Z', duration: 'PT1H' });
    expect(next.warnings).toMatchObject([{ code: 'holidays.pending', days: [] }]);
    expect(next.calendar.status).toBe('pending');
  });

  test('a day that sources do not agree on: due if it is worked, and if it is a holiday', () => {
    // 5 May 2026, a Tuesday: Liberation Day is a day off for some in the Netherlands. Amsterdam is UTC+2.
    const asked = { ...japan, country: 'NL', start: '2026-05-04T14:00:00Z', duration: 'PT2H' };
    const view = ask(asked);
    expect(view.dueAt).toBe('2026-05-05T08:00:00Z');
    expect(view.calendar.status).toBe('disputed');
    expect(view.warnings).toEqual([
      {
        code: 'holidays.disputed',
        days: ['2026-05-05'],
        dueIfWorked: '2026-05-05T08:00:00Z',
        dueIfHoliday: '2026-05-06T08:00:00Z',
        evidence: [
          {
            date: '2026-05-05',
            countedAs: 'workingDay',
            sources: ['jollyday', 'openholidays', 'ruby holidays'],
            against: expect.arrayContaining(['python-holidays']) as string[],
          },
        ],
        detail: 'NL: sources do not agree on whether these days are holidays.',
      },
    ]);
    expect(ask({ ...asked, start: '2026-05-05T13:00:00Z' }).warnings).toHaveLength(1);
    expect(ask({ ...asked, start: '2026-05-06T13:00:00Z' }).warnings).toEqual([]);
  });

  test('an estimated feast may come a day earlier or later', () => {
    // Eid al-Fitr in Jakarta is decreed; in Lahore it waits for the moon.
    const view = ask({ ...japan, country: 'PK', start: '2027-03-08T08:00:00Z', duration: 'PT16H' });
    expect(view.warnings.map(({ code }) => code)).toEqual(['holidays.estimated']);
    const [warning] = view.warnings;
    const { days = [], dueIfWorked = '', dueIfHoliday = '' } = warning ?? {};
    expect(days.length).toBeGreaterThan(1);
    expect(dueIfWorked < view.dueAt && view.dueAt < dueIfHoliday).toBe(true);
  });

  test('days that one source alone has are warned of where that is asked for', () => {
    const asked = { ...japan, country: 'AQ', start: '2026-11-30T02:00:00Z', duration: 'PT3H' };
    const strictly = answerDeadline(parse(deadlineSchema, asked), '2026c', true);
    expect(ask(asked).warnings).toEqual([]);
    expect(strictly).toMatchObject({
      view: { warnings: [{ code: 'holidays.single', days: ['2026-12-01'] }] },
    });
  });

  test('hours of a declared working day are counted, and marked', () => {
    const view = ask({ ...japan, country: 'HU', start: '2026-01-09T15:00:00Z', duration: 'PT2H' });
    expect(view.segments?.at(-1)).toEqual({
      from: '2026-01-10T08:00:00Z',
      to: '2026-01-10T09:00:00Z',
      kind: 'counted',
      workingDay: 'make-up working day',
    });
  });

  test('a country whose holidays nobody knows is answered with a warning', () => {
    const view = ask({ ...japan, country: 'IO' });
    expect(view.warnings.map(({ code }) => code)).toEqual(['holidays.unknown']);
    expect(view.calendar.version).toMatch(/^IO\.[0-9a-f]{16}$/);
    expect(view.calendar.status).toBe('unknown');
  });
});

describe('the budget of segments', () => {
  const hourly = Array.from({ length: 24 }, (_, hour) => {
    const shown = String(hour).padStart(2, '0');
    return [`${shown}:00`, `${shown}:30`];
  });
  /** 84 hours a week, each in two segments. */
  const dense = {
    schedule: 'businessHours',
    start: '2026-01-01T00:00:00Z',
    calendar: {
      timeZone: 'UTC',
      weekly: Object.fromEntries(
        ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
          day,
          hourly,
        ]),
      ),
    },
  };
  const given = (hours: number): Deadline => parse(deadlineSchema, { ...dense, duration: `PT${hours}H` });
  const answer = (asked: Deadline | Deadline[], segments?: boolean) =>
    finished(answerDeadlines(asked, { timeZoneData: '2026c' }, { segments, strict: false }));
  const refusal = (asked: Deadline | Deadline[], segments?: boolean): Problem => {
    try {
      answer(asked, segments);
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown;
      throw thrown;
    }
    throw new Error('nothing was refused');
  };
  const lengths = (views: DeadlineView | DeadlineView[]) =>
    [views].flat().map(({ segments }) => segments?.length);

  test('holds for a proof: as many as fit are answered, one more is refused', () => {
    // Half an hour counted, half an hour closed: 2 n - 1 segments for n half hours.
    expect(lengths(answer(given(mostSegments / 4)))).toEqual([mostSegments - 1]);
    const problem = refusal(given(mostSegments / 4 + 1)).body();
    expect(problem).toMatchObject({ status: 422, code: 'answer.tooLarge' });
    expect(problem.detail).toContain(`${mostSegments} segments`);
    expect(problem.detail).toContain('?segments=false');
  });

  test('holds for all proofs of a request together', () => {
    const [first, second] = [given(2000), given(500)];
    expect(lengths(answer([first, second], true))).toEqual([7999, 1999]);
    expect(refusal([first, second, second], true).code).toBe('answer.tooLarge');
  });

  test('does not count what is not asked for', () => {
    const asked = [given(80_000), given(80_000)];
    expect(lengths(answer(asked))).toEqual([undefined, undefined]);
    expect(lengths(answer(given(80_000), false))).toEqual([undefined]);
    expect(answer(asked)).toEqual([answer(given(80_000), false), answer(given(80_000), false)]);
  });
});
