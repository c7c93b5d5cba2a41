/** Generated calendars and questions, drawn where business time is hard. */
import fc from 'fast-check';
import {
  weekdays,
  type BusinessCalendar,
  type DayInterval,
  type EarlierWeek,
  type Pause,
} from '../../shared/calendar/index.ts';
import { minutesOf } from '../../shared/calendar/dates.ts';
import { offsetPeriods } from '../../shared/calendar/tables/zone.ts';
import { hardYears } from './hardYears.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface CalendarYear {
  readonly calendar: BusinessCalendar;
  readonly year: number;
}

export interface Question {
  readonly start: number;
  readonly duration: number;
  readonly until: number;
  readonly pauses: readonly Pause[];
}

const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Up to three intervals, at plain hours more often than at odd minutes, sometimes touching or ending at 24:00. */
const dayHours: fc.Arbitrary<DayInterval[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<DayInterval[]>([['09:00', '17:00']]) },
  { weight: 1, arbitrary: fc.constant<DayInterval[]>([['00:00', '24:00']]) },
  { weight: 1, arbitrary: fc.constant<DayInterval[]>([['22:00', '24:00']]) },
  {
    weight: 1,
    arbitrary: fc.constant<DayInterval[]>([
      ['00:00', '02:30'],
      ['02:30', '03:00'],
    ]),
  },
  {
    weight: 4,
    arbitrary: fc
      .uniqueArray(
        fc.oneof(
          fc.integer({ min: 0, max: 48 }).map((half) => half * 30),
          fc.integer({ min: 0, max: 1440 }),
        ),
        {
          minLength: 2,
          maxLength: 6,
        },
      )
      .map((edges) => {
        const ordered = edges.toSorted((a, b) => a - b);
        return Array.from({ length: Math.floor(ordered.length / 2) }, (_, index): DayInterval => [
          clockTime(ordered[2 * index] ?? 0),
          clockTime(ordered[2 * index + 1] ?? 0),
        ]);
      }),
  },
);

const workingWeek = weekdays.slice(0, 5);
const openDays = fc.oneof(
  { weight: 2, arbitrary: fc.constant(workingWeek) },
  { weight: 1, arbitrary: fc.subarray([...weekdays], { minLength: 1 }) },
);
const week = fc
  .tuple(openDays, fc.array(dayHours, { minLength: 7, maxLength: 7 }))
  .map(([days, hours]) => Object.fromEntries(days.map((day, index) => [day, hours[index] ?? []])));

const dateIn = (year: number, near: readonly number[]): fc.Arbitrary<string> => {
  const anyDay = fc.integer({ min: 0, max: 364 }).map((day) => Date.UTC(year) + day * dayMs);
  const nearChange = near.length
    ? fc
        .tuple(fc.constantFrom(...near), fc.integer({ min: -2, max: 3 }))
        .map(([at, days]) => at + days * dayMs)
    : anyDay;
  return fc.oneof(anyDay, nearChange).map((at) => new Date(at).toISOString().slice(0, 10));
};

/** When a zone's offset changes in a year. */
export function changesIn(zone: string, year: number): number[] {
  return offsetPeriods(zone, Date.UTC(year), Date.UTC(year + 1))
    .slice(1)
    .map(({ at }) => at);
}

/** Weeks of earlier times, some of which end in the year. */
function earlierWeeks(year: number, near: readonly number[]): fc.Arbitrary<EarlierWeek[]> {
  return fc
    .uniqueArray(fc.tuple(dateIn(year, near), week), { maxLength: 2, selector: ([until]) => until })
    .map((weeks) =>
      weeks.map(([until, weekly]) => ({ until, weekly })).sort((a, b) => a.until.localeCompare(b.until)),
    );
}

export function calendarIn(zone: string, year: number): fc.Arbitrary<BusinessCalendar> {
  const near = changesIn(zone, year);
  const calendar = fc.record({
    id: fc.constant(`${zone} ${year}`),
    timeZone: fc.constant(zone),
    weekly: week,
    holidays: fc.array(
      dateIn(year, near).map((date) => ({ date })),
      { maxLength: 12 },
    ),
    earlier: earlierWeeks(year, near),
    extraOpenings: fc.array(
      fc.record({
        date: dateIn(year, near),
        intervals: dayHours,
        name: fc.constantFrom(undefined, 'working day', 'another'),
      }),
      { maxLength: 4 },
    ),
    version: fc.constant('generated'),
  });
  // One that never closes would be walked to the end of time; it has a test of its own.
  return calendar.filter((made) => weeklyMinutes(made) < 7 * 1440);
}

/** Half of them from the list of hard years, the others from every zone and year. */
export function calendarYears(zones: readonly string[]): fc.Arbitrary<CalendarYear> {
  const zoneYear = fc.oneof(
    fc.constantFrom(...hardYears).map(([zone, year]) => ({ zone, year })),
    fc.record({ zone: fc.constantFrom(...zones), year: fc.integer({ min: 1970, max: 2100 }) }),
  );
  return zoneYear.chain(({ zone, year }) => calendarIn(zone, year).map((calendar) => ({ calendar, year })));
}

/** Open minutes of a week, holidays aside. */
function weeklyMinutes({ weekly }: BusinessCalendar): number {
  return weekdays
    .flatMap((day) => weekly[day] ?? [])
    .reduce((sum, [from, to]) => sum + (minutesOf(to) ?? 0) - (minutesOf(from) ?? 0), 0);
}

/** Questions in a year: near its changes of offset and at whole hours more often than not, few of them long. */
export function questionsIn(calendar: BusinessCalendar, year: number): fc.Arbitrary<Question> {
  const zone = calendar.timeZone;
  // A walk over years to an end that comes minute by minute shows nothing more.
  const longest = 5 * weeklyMinutes(calendar) * minuteMs;
  const first = Date.UTC(year);
  const changes = changesIn(zone, year);
  const anywhere = fc.integer({ min: 0, max: 365 * 24 * 3600 - 1 }).map((seconds) => first + seconds * 1000);
  const near = fc
    .tuple(
      fc.constantFrom(...changes, first, Date.UTC(year, 11, 31)),
      fc.integer({ min: -72 * 4, max: 48 * 4 }),
    )
    .map(([at, quarters]) => Math.max(0, at + quarters * 15 * minuteMs));
  const instant = fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: anywhere }),
      fc.constantFrom(0, 0, 0, 1, -1, 999, 30_000),
    )
    .map(([at, shift]) => Math.max(0, at + shift));
  const duration = fc
    .oneof(
      { weight: 10, arbitrary: fc.integer({ min: 0, max: 80 }).map((halves) => halves * 30 * minuteMs) },
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 * hourMs }) },
      { weight: 1, arbitrary: fc.integer({ min: 40 * hourMs, max: 200 * hourMs }) },
    )
    .map((wanted) => Math.min(wanted, longest));
  const pauses = (start: number): fc.Arbitrary<Pause[]> =>
    fc.array(
      fc
        .tuple(
          fc.integer({ min: -8, max: 96 }),
          fc.integer({ min: 0, max: 60 }),
          fc.constantFrom(0, 0, 1, 12_345),
          fc.nat(30),
        )
        .map(([after, length, shift, open]) => {
          const from = start + after * hourMs + shift;
          return { from, to: open === 0 ? null : from + length * hourMs };
        }),
      { maxLength: 3 },
    );
  return fc
    .tuple(instant, duration, fc.integer({ min: 0, max: 200 * 60 }))
    .chain(([start, length, minutes]) =>
      fc
        .oneof({ weight: 2, arbitrary: fc.constant<Pause[]>([]) }, { weight: 1, arbitrary: pauses(start) })
        .map((held) => ({ start, duration: length, until: start + minutes * minuteMs, pauses: held })),
    );
}
