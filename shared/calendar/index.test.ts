/** What the agreement of the engines does not show: limits, empty questions, and 24x7. */
import { describe, expect, test } from 'vitest';
import { everyDay, over } from '../../test/calendar/office.ts';
import {
  businessTime,
  firstYear,
  isTimeZone,
  lastYear,
  localDate,
  offsetAt,
  toInstant,
  toMs,
  weekdays,
} from './index.ts';

const hourMs = 3_600_000;
const time = over({});

describe('due instants', () => {
  test('zero is the same instant, even when closed, with no segments', () => {
    const sunday = toMs('2026-11-22T12:00:00Z');
    expect(time.dueAt(sunday, 0)).toBe(sunday);
    expect(time.prove(sunday, 0)).toEqual({
      start: sunday,
      dueAt: sunday,
      duration: 0,
      segments: [],
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
    expect(() => time.dueAt(0, duration)).toThrow(`a duration of ${duration} ms`);
    expect(() => businessTime({ kind: '24x7' }).dueAt(0, duration)).toThrow(RangeError);
  });

  test('a pause that was over at the start changes nothing, nor does one that ends before it begins', () => {
    const start = toMs('2026-11-20T12:00:00Z');
    const past = { from: start - 2 * hourMs, to: start - hourMs };
    const reversed = { from: start + 2 * hourMs, to: start + hourMs };
    for (const pauses of [[past], [reversed], [past, reversed]]) {
      expect(time.dueAt(start, 3 * hourMs, pauses)).toBe(start + 3 * hourMs);
      expect(time.nextOpening(start, pauses)).toBe(start);
    }
  });

  test('each day of a year is reached from its first, and its last from each', () => {
    const daily = over({
      timeZone: 'UTC',
      weekly: Object.fromEntries(weekdays.map((day) => [day, [['09:00', '17:00']]])),
      holidays: [],
    });
    const first = toMs('2027-01-01T09:00:00Z');
    for (let day = 0; day < 365; day += 1) {
      expect(daily.dueAt(first, (8 * day + 8) * hourMs)).toBe(first + (24 * day + 8) * hourMs);
      expect(daily.dueAt(first + 24 * day * hourMs, 8 * (365 - day) * hourMs)).toBe(
        first + (24 * 364 + 8) * hourMs,
      );
    }
  });

  test('a year does not answer for the next one', () => {
    const always = over({ timeZone: 'UTC', weekly: everyDay });
    const turn = toMs('2027-01-01T00:00:00Z');
    expect(always.dueAt(turn - hourMs, hourMs)).toBe(turn);
    expect(always.dueAt(turn, hourMs)).toBe(turn + hourMs);
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
    const message = 'from 1970-01-01T00:00:00.001Z to an earlier instant, 1970-01-01T00:00:00Z';
    expect(() => time.elapsed(1, 0)).toThrow(message);
    expect(() => time.segments(1, 0)).toThrow(message);
    expect(time.elapsed(1, 1)).toBe(0);
    expect(time.segments(1, 1)).toEqual([]);
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
    });
  });
});

test('names that are no zone', () => {
  expect(['Europe/Berlin', 'Nowhere/Land', '+05:30', ''].map(isTimeZone)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('offsets and dates of a zone', () => {
  expect(offsetAt('Asia/Kolkata', 0)).toBe(5.5 * hourMs);
  expect(offsetAt('America/St_Johns', 0)).toBe(-3.5 * hourMs);
  expect(offsetAt('Africa/Monrovia', 0)).toBe(-(44 * 60 + 30) * 1000);
  expect(offsetAt('UTC', 0)).toBe(0);
  expect(localDate('Asia/Tokyo', toMs('2026-11-20T15:00:00Z'))).toBe('2026-11-21');
  expect(localDate('Asia/Tokyo', toMs('2026-11-20T14:59:59.999Z'))).toBe('2026-11-20');
});
