import { expect, test } from 'vitest';
import { everyDay, over } from '../../test/calendar/office.ts';
import { toInstant, toMs, weekdays } from './index.ts';

const hourMs = 3_600_000;
const time = over({});

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

test('hours over midnight are one opening', () => {
  const night = over({
    timeZone: 'UTC',
    weekly: Object.fromEntries(
      weekdays.map((day) => [
        day,
        [
          ['00:00', '06:00'],
          ['22:00', '24:00'],
        ],
      ]),
    ),
    holidays: [],
  });
  const evening = toMs('2026-11-20T22:00:00Z');
  expect(toInstant(night.nextClosing(evening) ?? 0)).toBe('2026-11-21T06:00:00Z');
  expect(night.isOpen(toMs('2026-11-21T12:00:00Z'))).toBe(false);
  expect(toInstant(night.dueAt(evening, 20 * hourMs) ?? 0)).toBe('2026-11-23T02:00:00Z');
  expect(night.elapsed(evening, evening + 24 * hourMs)).toBe(8 * hourMs);
  expect(night.segments(evening, evening + 24 * hourMs).map(({ kind }) => kind)).toEqual([
    'counted',
    'closed',
  ]);
});

test('a pause from the opening on leaves no empty segment before it', () => {
  const opening = toMs('2026-11-20T08:00:00Z');
  const pauses = [{ from: opening, to: opening + hourMs }];
  expect(time.segments(opening - hourMs, opening + 2 * hourMs, pauses).map(({ kind }) => kind)).toEqual([
    'closed',
    'paused',
    'counted',
  ]);
});

test('it may close for days at the turn of the year', () => {
  const late = over({ timeZone: 'UTC', weekly: { thursday: [['22:00', '24:00']] } });
  expect(toInstant(late.nextClosing(toMs('2026-12-31T23:00:00Z')) ?? 0)).toBe('2027-01-01T00:00:00Z');
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
