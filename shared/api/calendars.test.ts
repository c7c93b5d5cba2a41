import { expect, test } from 'vitest';

import { finished } from '../calendar/index.ts';
import { calendarsView, calendarsViewSchema, calendarView, calendarViewSchema } from './calendars.ts';

const now = Date.parse('2026-11-20T09:00:00Z');

test('every country is listed, with its rules and the licence of the data', () => {
  const view = calendarsViewSchema.parse(finished(calendarsView(now)));
  expect(view.warnings).toEqual([]);
  expect(view.holidayData.licence).toContain('CC BY-SA 3.0');
  const byCode = new Map(view.value.map((one) => [one.country, one]));
  expect(byCode.get('JP')).toMatchObject({ alpha3: 'JPN', timeZone: 'Asia/Tokyo', rules: ['BH-3', 'BH-4'] });
  expect(byCode.get('US')).toMatchObject({ timeZone: 'America/Los_Angeles', rules: ['BH-2', 'BH-4'] });
  expect(byCode.get('US')?.timeZones[0]).toBe('America/New_York');
  expect(byCode.get('DE')?.regions).toContainEqual({ code: 'BY', name: 'Bayern' });
  expect(byCode.get('AQ')).toMatchObject({ holidaysKnown: false });
});

test('the horizon of the holidays is told a year ahead', () => {
  const { warnings } = calendarsViewSchema.parse(finished(calendarsView(Date.parse('2035-03-01T00:00:00Z'))));
  expect(warnings).toEqual([
    { code: 'horizon.near', detail: 'public holidays are known until 2035-12-31, 305 days from now' },
  ]);
});

test('a country: hours, holidays of the year, next opening', () => {
  const view = calendarViewSchema.parse(calendarView({ country: 'jp' }, now, '2026c'));
  expect(view).toMatchObject({
    country: 'JP',
    name: 'Japan',
    region: null,
    timeZone: 'Asia/Tokyo',
    year: 2026,
    isOpen: false,
    nextOpening: '2026-11-24T00:00:00Z',
    rules: ['BH-3', 'BH-4'],
    timeZoneData: '2026c',
    warnings: [],
  });
  expect(view.weekly.monday).toEqual([['09:00', '17:30']]);
  expect(view.weekly.saturday).toBeUndefined();
  expect(view.holidays).toContainEqual({ date: '2026-11-23', name: 'Labor Thanksgiving Day' });
  expect(new Set(view.holidays.map(({ date }) => date.slice(0, 5)))).toEqual(new Set(['2026-']));
});

test('another year, a region and a zone', () => {
  const view = calendarView({ country: 'DEU', region: 'de-by', year: 2027 }, now, '2026c');
  expect(view).toMatchObject({ country: 'DE', region: 'BY', year: 2027 });
  expect('holidays' in view && view.holidays).toContainEqual({ date: '2027-11-01', name: "All Saints' Day" });
  const perth = calendarView(
    { country: 'AU', preferredTimeZone: 'W. Australia Standard Time' },
    now,
    '2026c',
  );
  expect(perth).toMatchObject({ timeZone: 'Australia/Perth' });
});

test('the current year is that of the zone', () => {
  const newYear = Date.parse('2026-12-31T15:00:00Z');
  expect(calendarView({ country: 'JP' }, newYear, '2026c')).toMatchObject({ year: 2027 });
  expect(calendarView({ country: 'JP' }, newYear - 1, '2026c')).toMatchObject({ year: 2026 });
});

test.each([
  ['JP', 2036, 'horizon.passed'],
  ['JP', 2019, 'horizon.before'],
  ['AQ', 2026, 'holidays.unknown'],
])('%s in %d carries the warning %s', (country, year, code) => {
  expect(calendarView({ country, year }, now, '2026c')).toMatchObject({ warnings: [{ code }], holidays: [] });
});

test.each([
  [{ country: 'XX' }, 'country.unknown'],
  [{ country: 'DE', region: 'ZZ' }, 'region.unknown'],
  [{ country: 'DE', preferredTimeZone: 'Mars' }, 'timeZone.unknown'],
])('%j is refused with %s', (request, code) => {
  expect(calendarView(request, now, '2026c')).toMatchObject({ code });
});
