import { expect, test } from 'vitest';

import { finished } from '../../calendar/index.ts';

import { calendarsView, calendarsViewSchema, calendarView, calendarViewSchema } from './calendars.ts';

const now = Date.parse('2026-11-20T09:00:00Z');

test('every country is listed, with its rules, its list and the licence of the data', () => {
  const view = calendarsViewSchema.parse(finished(calendarsView(now)));
  expect(view.holidayData.licence).toContain('python-holidays (MIT)');
  const byCode = new Map(view.value.map((one) => [one.country, one]));
  expect(byCode.get('JP')).toMatchObject({
    alpha3: 'JPN',
    timeZone: 'Asia/Tokyo',
    rules: ['BH-3', 'BH-4'],
    status: { 2026: 'official', 2027: 'official' },
    asOf: '2026-11-26',
    horizon: '2027-12-31',
  });
  expect(byCode.get('US')).toMatchObject({ timeZone: 'America/Los_Angeles', rules: ['BH-2', 'BH-4'] });
  expect(byCode.get('US')?.timeZones[0]).toBe('America/New_York');
  expect(byCode.get('DE')?.regions).toContainEqual({ code: 'BY', name: 'Bavaria' });
  expect(byCode.get('CN')).toMatchObject({ status: { 2026: 'official', 2027: 'pending' } });
  expect(byCode.get('IO')).toMatchObject({ status: { 2026: 'unknown', 2027: 'unknown' }, horizon: null });
});

test('decrees that are due are told 60 days before their year begins, and not earlier', () => {
  const warnings = (at: string) => finished(calendarsView(Date.parse(at))).warnings;
  expect(warnings('2026-11-02T00:00:00Z')).toMatchObject([
    { code: 'holidays.pending', detail: expect.stringMatching(/2027 .*\bHU\b/) as string },
  ]);
  expect(warnings('2026-11-01T23:59:59Z')).toMatchObject([
    { detail: expect.stringMatching(/2026 .* in UA\.$/) as string },
  ]);
  expect(warnings('2025-06-01T00:00:00Z')).toEqual([]);
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
  expect(view.holidays).toContainEqual({
    date: '2026-11-23',
    name: 'Labor Thanksgiving Day',
    status: 'official',
    sources: ['official'],
  });
  expect(view).toMatchObject({ status: 'official', weekend: ['saturday', 'sunday'], doubtful: [] });
  expect(new Set(view.holidays.map(({ date }) => date.slice(0, 5)))).toEqual(new Set(['2026-']));
});

test('another year, a region and a zone', () => {
  const view = calendarView({ country: 'DEU', region: 'de-by', year: 2027 }, now, '2026c');
  expect(view).toMatchObject({ country: 'DE', region: 'BY', year: 2027 });
  expect(view).toMatchObject({ status: 'confirmed' });
  expect('holidays' in view && view.holidays).toContainEqual(
    expect.objectContaining({ date: '2027-11-01', name: "All Saints' Day", status: 'confirmed' }),
  );
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
  ['JP', 2036],
  ['JP', 2019],
  ['IO', 2026],
])('%s in %d is unknown', (country, year) => {
  expect(calendarView({ country, year }, now, '2026c')).toMatchObject({
    status: 'unknown',
    warnings: [{ code: 'holidays.unknown' }],
    holidays: [],
  });
});

test('a day that moved or not: the likeliest date, with the others', () => {
  const view = calendarViewSchema.parse(calendarView({ country: 'EG', year: 2026 }, now, '2026c'));
  expect(view.status).toBe('disputed');
  expect(view.holidays.find(({ date }) => date === '2026-10-08')).toMatchObject({
    status: 'disputed',
    alternatives: ['2026-10-06'],
    why: expect.stringContaining('moved to Thursday or not') as string,
  });
  expect(view.doubtful.find(({ date }) => date === '2026-10-06')).toMatchObject({ status: 'disputed' });
});

test('what only some regions keep is disputed of a country without a region', () => {
  const view = calendarViewSchema.parse(calendarView({ country: 'GB', year: 2026 }, now, '2026c'));
  expect(view.holidays.map(({ date }) => date)).not.toContain('2026-04-06');
  expect(view.doubtful.find(({ date }) => date === '2026-04-06')).toMatchObject({
    status: 'disputed',
    why: 'kept in ENG, NIR, WLS only',
  });
});

test('working days, half days, and days that bind public offices only are listed as such', () => {
  const china = calendarViewSchema.parse(calendarView({ country: 'CN', year: 2026 }, now, '2026c'));
  expect(china.workingDays).toContainEqual(
    expect.objectContaining({ date: '2026-02-14', status: 'official' }),
  );
  const iceland = calendarViewSchema.parse(calendarView({ country: 'IS', year: 2026 }, now, '2026c'));
  expect(iceland.halfDays.map(({ date }) => date)).toEqual(['2026-12-24', '2026-12-31']);
  const alaska = calendarViewSchema.parse(
    calendarView({ country: 'US', region: 'AK', year: 2026 }, now, '2026c'),
  );
  expect(alaska.holidays).toContainEqual(
    expect.objectContaining({ date: '2026-03-30', scope: 'government' }),
  );
  expect(alaska.status).toBe('official');
});

test.each([
  [{ country: 'XX' }, 'country.unknown'],
  [{ country: 'DE', region: 'ZZ' }, 'region.unknown'],
  [{ country: 'DE', preferredTimeZone: 'Mars' }, 'timeZone.unknown'],
])('%j is refused with %s', (request, code) => {
  expect(calendarView(request, now, '2026c')).toMatchObject({ code });
});
