/** What the agreement of the engines does not show: limits, empty questions, caches, and 24x7. */
import { describe, expect, test, vi } from 'vitest';
import { businessTime, firstYear, lastYear, localDate, offsetAt, toInstant, toMs } from './index.ts';
import { mostTables } from './tables.ts';
import type { BusinessCalendar, DayInterval } from './types.ts';

const hourMs = 3_600_000;
const office: BusinessCalendar = {
  id: 'office',
  timeZone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [['09:00', '17:00']]]),
  ),
  holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
  holidayData: 'test 1',
  knownFrom: '2020-01-01',
  horizon: '2026-12-31',
};
const over = (change: Partial<BusinessCalendar>) =>
  businessTime({ kind: 'businessHours', calendar: { ...office, ...change } });
const time = over({});
const open: readonly DayInterval[] = [['00:00', '24:00']];
const everyDay = {
  monday: open,
  tuesday: open,
  wednesday: open,
  thursday: open,
  friday: open,
  saturday: open,
  sunday: open,
};

describe('due instants', () => {
  test('zero is the same instant, even when closed, with no segments', () => {
    const sunday = toMs('2026-11-22T12:00:00Z');
    expect(time.dueAt(sunday, 0)).toBe(sunday);
    expect(time.prove(sunday, 0)).toEqual({
      start: sunday,
      dueAt: sunday,
      duration: 0,
      segments: [],
      warnings: [],
    });
  });

  test('exactly at closing time it stays there', () => {
    expect(toInstant(time.dueAt(toMs('2026-11-20T08:00:00Z'), 8 * hourMs) ?? 0)).toBe('2026-11-20T16:00:00Z');
    expect(toInstant(time.dueAt(toMs('2026-11-20T08:00:00Z'), 8 * hourMs + 1) ?? 0)).toBe(
      '2026-11-23T08:00:00.001Z',
    );
  });

  test('exactly when a pause begins it stays there', () => {
    const pauses = [{ from: toMs('2026-11-20T09:00:00Z'), to: toMs('2026-11-20T10:00:00Z') }];
    expect(toInstant(time.dueAt(toMs('2026-11-20T08:00:00Z'), hourMs, pauses) ?? 0)).toBe(
      '2026-11-20T09:00:00Z',
    );
  });

  test.each([-1, Number.NaN])('a duration of %d ms is refused', (duration) => {
    expect(() => time.dueAt(0, duration)).toThrow(RangeError);
    expect(() => businessTime({ kind: '24x7' }).dueAt(0, duration)).toThrow(RangeError);
  });

  test('many years at once', () => {
    const start = toMs('1970-01-01T00:00:00Z');
    const end = toMs('2100-01-01T00:00:00Z');
    const counted = time.elapsed(start, end);
    // 33,914 Mondays to Fridays in these 130 years (1970-01-01 is a Thursday), less one Christmas.
    const days = Array.from({ length: (end - start) / 86_400_000 }, (_, day) => (day + 3) % 7).filter(
      (day) => day < 5,
    );
    expect(counted).toBe((days.length - 1) * 8 * hourMs);
    expect(time.dueAt(start, counted)).toBe(toMs('2099-12-31T16:00:00Z'));
  });
});

describe('limits', () => {
  test.each([toMs(`${firstYear}-01-01T00:00:00Z`) - 1, Date.UTC(lastYear + 1), Number.NaN])(
    'nothing is known at %d',
    (at) => {
      expect(() => time.isOpen(at)).toThrow(/business time is known from 1970 to 2110/);
      expect(() => time.dueAt(at, 1)).toThrow(RangeError);
    },
  );

  test('the first and the last instant known are answered', () => {
    expect(time.isOpen(0)).toBe(false);
    expect(over({ weekly: everyDay }).isOpen(0)).toBe(true);
    expect(over({ weekly: everyDay }).isOpen(Date.UTC(lastYear + 1) - 1)).toBe(true);
  });

  test('a duration beyond the last year is never counted', () => {
    const start = Date.UTC(lastYear, 11, 1);
    const left = time.elapsed(start, Date.UTC(lastYear + 1) - 1);
    expect(time.dueAt(start, left)).not.toBeNull();
    expect(time.dueAt(start, left + 1)).toBeNull();
    expect(time.prove(start, left + 1)).toBeNull();
    expect(time.dueAt(0, Number.MAX_SAFE_INTEGER)).toBeNull();
  });

  test('a calendar that has only extra openings is not searched beyond them', () => {
    const once = over({
      weekly: {},
      extraOpenings: [{ date: '2026-11-21', intervals: [['09:00', '12:00']] }],
    });
    const start = toMs('2026-11-20T00:00:00Z');
    expect(toInstant(once.dueAt(start, 3 * hourMs) ?? 0)).toBe('2026-11-21T11:00:00Z');
    expect(once.dueAt(start, 3 * hourMs + 1)).toBeNull();
    expect(() => once.nextOpening(toMs('2026-11-21T11:00:00Z'))).toThrow(/does not open again before 2111/);
  });

  test('from an instant to an earlier one nothing can elapse', () => {
    expect(() => time.elapsed(1, 0)).toThrow(RangeError);
    expect(() => time.segments(1, 0)).toThrow(RangeError);
    expect(time.elapsed(1, 1)).toBe(0);
    expect(time.segments(1, 1)).toEqual([]);
  });
});

describe('openings', () => {
  test('the start of an interval is open, its end is not', () => {
    expect(time.isOpen(toMs('2026-11-20T07:59:59.999Z'))).toBe(false);
    expect(time.isOpen(toMs('2026-11-20T08:00:00Z'))).toBe(true);
    expect(time.isOpen(toMs('2026-11-20T15:59:59.999Z'))).toBe(true);
    expect(time.isOpen(toMs('2026-11-20T16:00:00Z'))).toBe(false);
  });

  test('a pause closes from its begin on, and no longer at its end', () => {
    const [from, to] = [toMs('2026-11-20T09:00:00Z'), toMs('2026-11-20T10:00:00Z')];
    const pauses = [{ from, to }];
    expect([from - 1, from, to - 1, to].map((at) => time.isOpen(at, pauses))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect([from - 1, from, to - 1, to].map((at) => time.nextOpening(at, pauses))).toEqual([
      from - 1,
      to,
      to,
      to,
    ]);
    expect(time.isOpen(toMs('2026-11-22T12:00:00Z'), [])).toBe(false);
  });

  test('after a pause that lasts into the evening it opens in the morning, unless another pause goes on', () => {
    const evening = { from: toMs('2026-11-20T09:00:00Z'), to: toMs('2026-11-20T20:00:00Z') };
    const monday = { from: toMs('2026-11-23T08:00:00Z'), to: null };
    expect(toInstant(time.nextOpening(evening.from, [evening]) ?? 0)).toBe('2026-11-23T08:00:00Z');
    expect(time.nextOpening(evening.from, [monday, evening])).toBeNull();
    expect(time.nextOpening(evening.from - 1, [monday, evening])).toBe(evening.from - 1);
  });

  test('segments between two instants add up to what has elapsed', () => {
    const [from, to] = [toMs('2026-11-20T15:00:00Z'), toMs('2026-11-23T09:00:00Z')];
    const pauses = [{ from: toMs('2026-11-23T08:30:00Z'), to: null }];
    expect(
      time.segments(from, to, pauses).map((each) => [toInstant(each.from), toInstant(each.to), each.kind]),
    ).toEqual([
      ['2026-11-20T15:00:00Z', '2026-11-20T16:00:00Z', 'counted'],
      ['2026-11-20T16:00:00Z', '2026-11-23T08:00:00Z', 'closed'],
      ['2026-11-23T08:00:00Z', '2026-11-23T08:30:00Z', 'counted'],
      ['2026-11-23T08:30:00Z', '2026-11-23T09:00:00Z', 'paused'],
    ]);
    expect(time.elapsed(from, to, pauses)).toBe(1.5 * hourMs);
  });

  test('next opening and closing', () => {
    const at = toMs('2026-11-20T12:00:00Z');
    expect(time.nextOpening(at)).toBe(at);
    expect(toInstant(time.nextClosing(at) ?? 0)).toBe('2026-11-20T16:00:00Z');
    const evening = toMs('2026-11-20T16:00:00Z');
    expect(toInstant(time.nextOpening(evening))).toBe('2026-11-23T08:00:00Z');
    expect(toInstant(time.nextClosing(evening) ?? 0)).toBe('2026-11-23T16:00:00Z');
  });

  test('the next opening may be in the next year', () => {
    expect(toInstant(time.nextOpening(toMs('2026-12-31T16:00:00Z')))).toBe('2027-01-01T08:00:00Z');
  });

  test('an opening over the turn of the year is one opening', () => {
    const always = over({ weekly: everyDay, holidays: [{ date: '2027-01-02' }] });
    expect(toInstant(always.nextClosing(toMs('2026-12-31T12:00:00Z')) ?? 0)).toBe('2027-01-01T23:00:00Z');
  });

  test('a calendar open on every hour of every day never closes', () => {
    expect(over({ weekly: everyDay, holidays: [] }).nextClosing(Date.UTC(2109, 5))).toBeNull();
  });
});

describe('proofs', () => {
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
    const proof = businessTime({ kind: 'businessHours', calendar: unlimited }).prove(
      Date.UTC(2050, 1),
      hourMs,
    );
    expect(proof?.warnings).toEqual([]);
  });
});

describe('24x7', () => {
  const always = businessTime({ kind: '24x7' });

  test('every hour counts', () => {
    expect(always.dueAt(0, hourMs)).toBe(hourMs);
    expect(always.elapsed(5, 8)).toBe(3);
    expect(always.isOpen(5)).toBe(true);
    expect(always.nextOpening(5)).toBe(5);
    expect(always.nextClosing(5)).toBeNull();
  });

  test('pauses do not', () => {
    const pauses = [
      { from: 20, to: 30 },
      { from: 10, to: 12 },
      { from: 11, to: 20 },
      { from: 40, to: 40 },
      { from: 100, to: null },
    ];
    expect(always.dueAt(0, 11, pauses)).toBe(31);
    expect(always.elapsed(5, 35, pauses)).toBe(10);
    expect(always.dueAt(0, 80, pauses)).toBe(100);
    expect(always.dueAt(0, 81, pauses)).toBeNull();
    expect(always.prove(5, 10, pauses)).toEqual({
      start: 5,
      dueAt: 35,
      duration: 10,
      segments: [
        { from: 5, to: 10, kind: 'counted' },
        { from: 10, to: 30, kind: 'paused' },
        { from: 30, to: 35, kind: 'counted' },
      ],
      warnings: [],
    });
  });
});

describe('caches', () => {
  test('an equal calendar finds the tables of another', () => {
    expect(over({ id: 'same' })).toBe(over({ id: 'same' }));
    expect(over({ id: 'same' })).not.toBe(over({ id: 'other' }));
  });

  test('a calendar that was asked about is known again by itself, without a look at its content', () => {
    const calendar = { ...office, id: 'known' };
    const known = businessTime({ kind: 'businessHours', calendar });
    const stringify = vi.spyOn(JSON, 'stringify');
    expect(businessTime({ kind: 'businessHours', calendar })).toBe(known);
    expect(stringify).not.toHaveBeenCalled();
    stringify.mockRestore();
  });

  test('calendars are kept within a bound, those used last longest', () => {
    const kept = over({ id: 'kept' });
    const dropped = over({ id: 'dropped' });
    for (let index = 0; index < 600; index += 1) {
      over({ id: `filler ${index}` });
      expect(over({ id: 'kept' })).toBe(kept);
    }
    expect(over({ id: 'dropped' })).not.toBe(dropped);
  });

  test('tables are kept within a bound and built again when they are asked for', () => {
    const first = over({ id: 'first' });
    const at = toMs('2026-11-20T08:00:00Z');
    // Building a year asks for its first instant and that of the next; an answer from a table asks for none.
    const built = (): boolean => {
      const utc = vi.spyOn(Date, 'UTC');
      expect(first.isOpen(at)).toBe(true);
      const calls = utc.mock.calls.length;
      utc.mockRestore();
      return calls > 0;
    };
    expect(built()).toBe(true);
    expect(built()).toBe(false);
    const years = Array.from({ length: mostTables / 64 - 1 }, (_, index) => index);
    const others = Array.from({ length: 64 }, (_, index) => over({ id: `other ${index}`, timeZone: 'UTC' }));
    for (const year of years) for (const other of others) other.isOpen(Date.UTC(1990 + year));
    expect(built()).toBe(false);
    for (const other of others) other.isOpen(Date.UTC(2090));
    expect(built()).toBe(true);
    expect(built()).toBe(false);
  });
});

test('offsets and dates of a zone', () => {
  expect(offsetAt('Asia/Kolkata', 0)).toBe(5.5 * hourMs);
  expect(offsetAt('America/St_Johns', 0)).toBe(-3.5 * hourMs);
  expect(offsetAt('Africa/Monrovia', 0)).toBe(-(44 * 60 + 30) * 1000);
  expect(offsetAt('UTC', 0)).toBe(0);
  expect(localDate('Asia/Tokyo', toMs('2026-11-20T15:00:00Z'))).toBe('2026-11-21');
  expect(localDate('Asia/Tokyo', toMs('2026-11-20T14:59:59.999Z'))).toBe('2026-11-20');
});
