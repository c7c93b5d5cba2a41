/** The largest and slowest of what may be asked for, and of what is refused. */
import { entitlement, submission } from './samples.ts';

const kb = 1024;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const two = (number: number) => String(number).padStart(2, '0');
const everyDay = (intervals: readonly unknown[]) =>
  Object.fromEntries(weekdays.map((day) => [day, intervals]));
/** Twenty-four openings a day. */
const hourly = everyDay(times(24, (hour) => [`${two(hour)}:00`, `${two(hour)}:30`]));
const aMinuteEachHour = everyDay(times(24, (hour) => [`${two(hour)}:00`, `${two(hour)}:01`]));
const dates = times(400, (index) => new Date(Date.UTC(2026, 0, 2 + 9 * index)).toISOString().slice(0, 10));
const zones = Intl.supportedValuesOf('timeZone');
const zone = (index: number) => zones[index % zones.length] ?? 'UTC';

const from = { schedule: 'businessHours', start: '1970-01-01T00:00:00Z' };
const own = (timeZone: string, weekly: object, duration: string) => ({
  ...from,
  duration,
  calendar: { timeZone, weekly },
});

/** As many as fit into a body of so many bytes, at most a thousand. */
function fitting<T>(bytes: number, make: (index: number) => T): T[] {
  const size = JSON.stringify(make(0)).length + 20;
  return times(Math.min(1000, Math.floor(bytes / size)), make);
}

export const deadlines = {
  'a thousand of the longest in Japan': times(1000, () => ({ ...from, country: 'JP', duration: 'PT87660H' })),
  'a thousand, a minute a week for 46 years, in all zones': times(1000, (index) =>
    own(zone(index), { monday: [['09:00', `09:01`]], ...(index >= zones.length && { friday: [] }) }, 'PT40H'),
  ),
  '24 openings a day for 20 years, as many as fit': fitting(kb * kb, (index) =>
    own(zone(index), hourly, 'PT87660H'),
  ),
  '24 minutes a day for 140 years, as many as fit': fitting(kb * kb, (index) =>
    own(zone(index), aMinuteEachHour, 'PT20400H'),
  ),
  'one with 24 openings a day, 400 holidays, 400 pauses': {
    ...own('America/New_York', hourly, 'PT1000H'),
    start: '2026-01-01T00:00:00Z',
    calendar: {
      timeZone: 'America/New_York',
      weekly: hourly,
      holidays: dates.map((date) => ({ date, name: 'A day on which nobody works' })),
      extraOpenings: dates.slice(0, 60).map((date) => ({ date, intervals: [['10:00', '11:00']] })),
    },
    pauses: dates.map((date) => ({ from: `${date}T10:10:00Z`, to: `${date}T10:20:00Z` })),
  },
  'that have nothing': times(1000, () => ({ a: 1 })),
  'that are wrong in 3,000 places each, as many as fit': fitting(kb * kb, () => ({
    ...from,
    duration: 1,
    calendar: {
      timeZone: 1,
      weekly: everyDay(times(24, () => [1, 1])),
      holidays: times(400, () => 1),
      extraOpenings: times(12, () => ({ date: 1, intervals: times(16, () => [1, 1]) })),
    },
    pauses: times(400, () => ({ from: 1, to: 1 })),
  })),
} satisfies Readonly<Record<string, object>>;

export const refused = {
  'unknown fields, 250 KB': Object.fromEntries(times(24_000, (index) => [`f${index}`, 1])),
  'a name of 250 KB': { ['x'.repeat(250 * kb)]: 1 },
  'lists 120,000 deep': `${'['.repeat(120_000)}${']'.repeat(120_000)}`,
  'numbers, 120,000': `{"rules":[${times(120_000, () => 1).join(',')}]}`,
} satisfies Readonly<Record<string, object | string>>;

/** A tenant with hours, holidays, partners and services up to the limits. */
export const largestEntitlement = {
  ...entitlement,
  plan: 'unified',
  purchasedFrom: 'other',
  country: 'DE',
  hours: hourly,
  holidays: {
    add: dates.map((date) => ({ date, name: 'A day on which nobody works, by contract' })),
    remove: dates,
  },
  delegatedPartners: times(200, (index) => `partner-${index}`),
  services: [submission.service.name, ...times(499, (index) => `Service number ${index}`)],
  targets: { initialResponse: { A: 'PT8784H', B: 'PT8784H', C: 'PT8784H' } },
};

/** As large as a body may be: a text that takes three bytes a character. */
export const largestSubmission = {
  ...submission,
  severity: 'B',
  require24X7Response: false,
  description: '説'.repeat(75_000),
  environment: {
    ...submission.environment,
    updates: times(100, (index) => `Update ${index} ${'x'.repeat(150)}`),
  },
};

/** A policy with as many markets as a body may tell. */
export const largestPolicy = {
  markets: times(60, (index) => ({
    service: `Service number ${index}`,
    countries: times(45, (at) => String.fromCharCode(65 + (at % 26), 65 + Math.floor(at / 26))),
  })),
};

export const wrongPolicy = {
  markets: times(60, () => ({ service: 1, countries: times(45, () => 'germany') })),
};
