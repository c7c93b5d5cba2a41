import { describe, expect, test } from 'vitest';
import { businessTime, toDurationMs, toInstant, toMs } from '../../calendar/index.ts';
import { calendarFor, countries, type CalendarRequest } from './index.ts';

function calendar(request: CalendarRequest) {
  const result = calendarFor(request);
  if (!result.ok) throw new Error(result.failure.detail);
  return result;
}

function due(request: CalendarRequest, start: string, duration: string): string | undefined {
  const time = businessTime({ kind: 'businessHours', calendar: calendar(request).calendar });
  const at = time.dueAt(toMs(start), toDurationMs(duration));
  return at === null ? undefined : toInstant(at);
}

describe('due instants worked out by hand', () => {
  test.each<[string, CalendarRequest, string, string, string]>([
    // Friday 17:00 in Tokyo leaves 30 min; Monday 23 November is Labor Thanksgiving Day; 7 h 30 on Tuesday from 09:00.
    ['BH-3, BH-4 Japan', { country: 'JP' }, '2026-11-20T08:00:00Z', 'PT8H', '2026-11-24T07:30:00Z'],
    // 08:00Z is midnight in Los Angeles; 06:00 there is 14:00Z.
    ['BH-2 Canada', { country: 'CA' }, '2026-11-20T08:00:00Z', 'PT2H', '2026-11-20T16:00:00Z'],
    [
      'BH-2 wherever in Canada',
      { country: 'CAN', preferredTimeZone: 'America/Halifax' },
      '2026-11-20T08:00:00Z',
      'PT2H',
      '2026-11-20T16:00:00Z',
    ],
    // Thanksgiving, 26 November 2026: one hour on Wednesday until 18:00, the second on Friday from 06:00.
    [
      'BH-2 United States over Thanksgiving',
      { country: 'US' },
      '2026-11-26T01:00:00Z',
      'PT2H',
      '2026-11-27T15:00:00Z',
    ],
    // Mexico City is UTC-6: Friday 16:00 to 17:00, then Monday 09:00 to 10:00.
    ['BH-1 Mexico', { country: 'MX' }, '2026-11-20T22:00:00Z', 'PT2H', '2026-11-23T16:00:00Z'],
    // Riyadh is UTC+3 and rests on Friday and Saturday: Thursday 16:00 to 17:00, then Sunday 09:00 to 10:00.
    [
      'BH-4 Saudi Arabia, Friday and Saturday',
      { country: 'SA' },
      '2026-11-19T13:00:00Z',
      'PT2H',
      '2026-11-22T07:00:00Z',
    ],
    ['BH-1 Brazil, main zone', { country: 'BR' }, '2026-11-23T12:00:00Z', 'PT1H', '2026-11-23T13:00:00Z'],
    [
      'BH-1 Brazil, preferred zone',
      { country: 'BR', preferredTimeZone: 'America/Manaus' },
      '2026-11-23T12:00:00Z',
      'PT1H',
      '2026-11-23T14:00:00Z',
    ],
    [
      'BH-1 a zone of another country is not taken',
      { country: 'BR', preferredTimeZone: 'Asia/Tokyo' },
      '2026-11-23T12:00:00Z',
      'PT1H',
      '2026-11-23T13:00:00Z',
    ],
    // All Saints' Day 2027 is a Monday, and a holiday in Bavaria but not in Berlin.
    ['BH-4 Bavaria', { country: 'DE', region: 'BY' }, '2027-11-01T08:00:00Z', 'PT1H', '2027-11-02T09:00:00Z'],
    [
      'BH-4 Berlin',
      { country: 'DE', region: 'DE-BE' },
      '2027-11-01T08:00:00Z',
      'PT1H',
      '2027-11-01T09:00:00Z',
    ],
  ])('%s', (_, request, start, duration, expected) => {
    expect(due(request, start, duration)).toBe(expected);
  });
});

test.each<[CalendarRequest, string, string[]]>([
  [{ country: 'JP' }, 'Asia/Tokyo', ['BH-3', 'BH-4']],
  [{ country: 'us', preferredTimeZone: 'Eastern Standard Time' }, 'America/Los_Angeles', ['BH-2', 'BH-4']],
  [{ country: 'DEU' }, 'Europe/Berlin', ['BH-1', 'BH-4']],
  [{ country: 'AU', preferredTimeZone: 'W. Australia Standard Time' }, 'Australia/Perth', ['BH-1', 'BH-4']],
  [{ country: 'IN', preferredTimeZone: 'Asia/Calcutta' }, 'Asia/Kolkata', ['BH-1', 'BH-4']],
  [{ country: 'ES', preferredTimeZone: 'Atlantic/Canary' }, 'Atlantic/Canary', ['BH-1', 'BH-4']],
  [{ country: 'DE', hours: { monday: [['08:00', '12:00']] } }, 'Europe/Berlin', ['BH-4']],
])('%j keeps hours in %s by %j', (request, timeZone, rules) => {
  const result = calendar(request);
  expect(result.calendar.timeZone).toBe(timeZone);
  expect(result.hoursRules).toEqual(rules);
});

test('an organisation adds holidays and works on others', () => {
  const holidays = { add: [{ date: '2026-11-24', name: 'Company day' }], remove: ['2026-11-23'] };
  expect(due({ country: 'JP', holidays }, '2026-11-20T08:00:00Z', 'PT8H')).toBe('2026-11-23T07:30:00Z');
  expect(due({ country: 'JP', holidays }, '2026-11-24T00:00:00Z', 'PT1H')).toBe('2026-11-25T01:00:00Z');
});

test.each<[CalendarRequest, string, string]>([
  [{ country: 'XX' }, 'country.unknown', '/country'],
  [{ country: 'Japan' }, 'country.unknown', '/country'],
  [{ country: 'DE', region: 'ZZ' }, 'region.unknown', '/region'],
  [{ country: 'JP', region: '48' }, 'region.unknown', '/region'],
  [{ country: 'DE', region: 'AT-9' }, 'region.unknown', '/region'],
  [{ country: 'MC', region: '' }, 'region.unknown', '/region'],
  [{ country: 'DE', preferredTimeZone: 'Mars/Olympus' }, 'timeZone.unknown', '/preferredTimeZone'],
  [{ country: 'DE', preferredTimeZone: '+01:00' }, 'timeZone.unknown', '/preferredTimeZone'],
  [{ country: 'DE', hours: {} }, 'calendar.invalid', '/weekly'],
  [{ country: 'DE', hours: { monday: [['17:00', '09:00']] } }, 'calendar.invalid', '/weekly/monday/0'],
])('%j is refused with %s', (request, code, pointer) => {
  expect(calendarFor(request)).toMatchObject({ ok: false, failure: { code, pointer } });
});

test('every country has a calendar that opens on the day after the New Year week', () => {
  expect(countries.length).toBeGreaterThan(245);
  for (const { code } of countries) {
    const time = businessTime({ kind: 'businessHours', calendar: calendar({ country: code }).calendar });
    expect(time.nextOpening(toMs('2026-01-10T00:00:00Z')), code).toBeLessThan(toMs('2026-01-14T00:00:00Z'));
  }
});

test('an equal request is answered with the same calendar, so that its tables are found again', () => {
  expect(calendar({ country: 'JP' }).calendar).toBe(calendar({ country: 'JP' }).calendar);
});

test.each<[string, CalendarRequest, string]>([
  ['with the country', { country: 'DE', region: 'DE-BY' }, 'DE-BY'],
  ['without it, in small letters', { country: 'de', region: 'by' }, 'DE-BY'],
  ['with the alpha-3 code', { country: 'DEU', region: 'DEU-BY' }, 'DE-BY'],
  ['IN: Odisha, which was Orissa until 2023', { country: 'IN', region: 'OR' }, 'IN-OD'],
  ['IN: Chhattisgarh', { country: 'IN', region: 'IN-CT' }, 'IN-CG'],
  ['FR: Mayotte by the older code', { country: 'FR', region: 'YT' }, 'FR-976'],
])('a region is known as people write it: %s', (_, request, id) => {
  expect(calendar(request).calendar.id).toBe(id);
});

test.each([
  ['UK', 'GB'],
  ['XKX', 'XK'],
])('%s is refused, and %s is named', (country, meant) => {
  expect(calendarFor({ country })).toMatchObject({
    ok: false,
    failure: { code: 'country.unknown', meant, detail: expect.stringContaining(`write ${meant}`) as string },
  });
});

describe('working days that were declared on weekends', () => {
  test.each<[string, CalendarRequest, string, string]>([
    // Saturday 14 February 2026, before the Spring Festival: 09:00 in Shanghai is 01:00Z.
    ['China', { country: 'CN' }, '2026-02-13T16:00:00Z', '2026-02-14T01:00:00Z'],
    ['Hungary', { country: 'HU' }, '2026-01-09T18:00:00Z', '2026-01-10T08:00:00Z'],
    ['Taiwan', { country: 'TW' }, '2025-02-07T12:00:00Z', '2025-02-08T01:00:00Z'],
    ['Russia, a Saturday in 2027', { country: 'RU' }, '2027-02-19T18:00:00Z', '2027-02-20T06:00:00Z'],
    // Latvia's swaps bind the public sector: Friday 2 January 2026 is worked, Saturday 17 January is not.
    ['Latvia, the day off', { country: 'LV' }, '2026-01-01T20:00:00Z', '2026-01-02T07:00:00Z'],
    ['Latvia, the Saturday', { country: 'LV' }, '2026-01-16T20:00:00Z', '2026-01-19T07:00:00Z'],
  ])('%s', (_, request, at, opening) => {
    const time = businessTime({ kind: 'businessHours', calendar: calendar(request).calendar });
    expect(toInstant(time.nextOpening(toMs(at)))).toBe(opening);
  });

  test("an organisation's own hours hold on them too, and it may rest", () => {
    const hours = { monday: [['10:00', '12:00'] as const] };
    const open = (holidays: CalendarRequest['holidays']) =>
      toInstant(
        businessTime({
          kind: 'businessHours',
          calendar: calendar({ country: 'CN', hours, holidays }).calendar,
        }).nextOpening(toMs('2026-02-13T16:00:00Z')),
      );
    expect(open(undefined)).toBe('2026-02-14T02:00:00Z');
    expect(open({ add: [{ date: '2026-02-14' }] })).toBe('2026-02-28T02:00:00Z');
  });
});

test.each<[string, CalendarRequest, string, string]>([
  // Fridays were free in the Emirates until 2021; Sunday 2 January 2022 was the first that is.
  ['AE, a Sunday of 2021', { country: 'AE' }, '2021-11-13T20:00:00Z', '2021-11-14T05:00:00Z'],
  ['AE, a Sunday of 2022', { country: 'AE' }, '2022-01-07T20:00:00Z', '2022-01-10T05:00:00Z'],
  // Johor rested on Friday and Saturday until the end of 2024.
  ['MY-01 in December 2024', { country: 'MY', region: '01' }, '2024-12-07T20:00:00Z', '2024-12-08T01:00:00Z'],
  ['MY-01 in January 2025', { country: 'MY', region: '01' }, '2025-01-04T20:00:00Z', '2025-01-06T01:00:00Z'],
])('weekends have dates: %s', (_, request, at, opening) => {
  const time = businessTime({ kind: 'businessHours', calendar: calendar(request).calendar });
  expect(toInstant(time.nextOpening(toMs(at)))).toBe(opening);
});
