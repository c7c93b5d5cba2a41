/** The country calendars as `GET /api/calendars` shows them. */
import { z } from 'zod';

import { businessTime, localDate, toInstant, type Holiday, type Steps } from '../calendar/index.ts';
import { weeklySchema } from '../cases/index.ts';
import {
  calendarFor,
  countries,
  hasHolidays,
  holidayData,
  horizonWarning,
  regionsOf,
  knownLayer,
  type CalendarFailure,
  type Layer,
  type CalendarRequest as CalendarPlace,
} from '../policy/calendars/index.ts';
import { calendarLayerSummarySchema } from './calendarLayers.ts';
import { holidayWarnings } from './deadlines.ts';

const data = z.strictObject({
  version: z.string(),
  from: z.string(),
  horizon: z.string(),
  licence: z.string(),
});
const rules = z.array(z.string()).meta({ description: 'Ids of the rules that gave the hours' });

const countrySummary = z.strictObject({
  country: z.string().meta({ description: 'ISO 3166-1 alpha-2', example: 'JP' }),
  alpha3: z.string(),
  name: z.string(),
  timeZone: z.string().meta({ description: 'In which the hours are kept' }),
  timeZones: z.array(z.string()).meta({ description: 'Zones of the country, the main one first' }),
  rules,
  regions: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  holidaysKnown: z.boolean(),
});

const warnings = z.array(z.strictObject({ code: z.string(), detail: z.string() }));

export const calendarsViewSchema = z
  .strictObject({
    value: z.array(countrySummary),
    holidayData: data,
    warnings: warnings.meta({ description: 'That the horizon of the holidays is less than a year away' }),
  })
  .meta({ id: 'Calendars' });

export const calendarQuerySchema = z.strictObject({
  year: z.coerce
    .number('must be a year')
    .int('must be a year')
    .min(1970, 'must be 1970 or later')
    .max(2100, 'must be 2100 or earlier')
    .optional()
    .meta({ description: 'Whose holidays to list; the current year unless given' }),
  region: z.string().max(64).optional(),
  preferredTimeZone: z.string().max(64).optional(),
});

const day = z.strictObject({
  date: z.string(),
  sources: z.array(z.string()).optional().meta({ description: 'Who says so, where it is not the data' }),
});

export const calendarViewSchema = z
  .strictObject({
    country: z.string(),
    name: z.string(),
    region: z.string().nullable(),
    timeZone: z.string(),
    weekly: weeklySchema,
    year: z.int(),
    version: z
      .string()
      .meta({ description: 'What hours and holidays are taken from', example: 'JP.5c1f2b9a0d3e4f68' }),
    holidays: z.array(day.extend({ name: z.string().optional() })),
    workingDays: z
      .array(day.extend({ name: z.string(), hours: weeklySchema.shape.monday }))
      .meta({ description: 'Days that are worked although they are a weekend or a holiday' }),
    isOpen: z.boolean(),
    nextOpening: z
      .string()
      .meta({ description: 'The first open instant from now on', example: '2026-11-24T00:00:00Z' }),
    rules,
    holidayData: data.nullable(),
    timeZoneData: z.string(),
    layer: calendarLayerSummarySchema.optional().meta({ description: 'Operations see what they put last' }),
    warnings,
  })
  .meta({ id: 'CalendarAnswer', description: 'The business calendar of a country' });
export type CalendarView = z.output<typeof calendarViewSchema>;

type CalendarsView = z.output<typeof calendarsViewSchema>;

let all: CalendarsView['value'] | undefined;

/** Every country with where its hours come from, and what operations should know of the holidays. A country is a step. */
export function* calendarsView(now: number): Steps<CalendarsView> {
  all ??= yield* summaries();
  const warning = horizonWarning(now);
  return { value: all, holidayData, warnings: warning ? [warning] : [] };
}

function* summaries(): Steps<CalendarsView['value']> {
  const value: CalendarsView['value'] = [];
  for (const { code, alpha3, name, zones } of countries) {
    const found = calendarFor({ country: code });
    value.push({
      country: code,
      alpha3,
      name,
      timeZone: found.ok ? found.calendar.timeZone : (zones[0] ?? 'UTC'),
      timeZones: [...zones],
      rules: found.ok ? [...found.hoursRules] : [],
      regions: regionsOf(code),
      holidaysKnown: hasHolidays(code),
    });
    yield;
  }
  return value;
}

export interface CalendarRequest extends z.output<typeof calendarQuerySchema> {
  readonly country: string;
}

/** One country's calendar as of `now`, or what is wrong with the request. */
export function calendarView(
  request: CalendarRequest,
  now: number,
  timeZoneData: string,
  layerOf?: CalendarPlace['layerOf'],
): CalendarView | CalendarFailure {
  const { country, region, preferredTimeZone } = request;
  const found = calendarFor({ country, region, preferredTimeZone, layerOf });
  if (!found.ok) return found.failure;
  const { calendar, hoursRules, stamp } = found;
  const code = stamp.country;
  const layer = stamp.layer && knownLayer(stamp.layer.hash);
  const year = request.year ?? Number(localDate(calendar.timeZone, now).slice(0, 4));
  const time = businessTime({ kind: 'businessHours', calendar });
  return {
    country: code,
    name: countries.find((known) => known.code === code)?.name ?? code,
    region: stamp.region ?? null,
    timeZone: calendar.timeZone,
    weekly: weeklySchema.parse(calendar.weekly),
    year,
    version: calendar.version,
    holidays: of(year, calendar.holidays).map((holiday) => holidayView(holiday, layer)),
    workingDays: of(year, layer?.workingDays.add ?? []).map(({ date, name, hours }) => ({
      date,
      name,
      ...(hours ? { hours: hours.map(([from, to]): [string, string] => [from, to]) } : {}),
      sources: byOperations,
    })),
    isOpen: time.isOpen(now),
    nextOpening: toInstant(time.nextOpening(now)),
    rules: [...hoursRules],
    holidayData: hasHolidays(code) ? holidayData : null,
    timeZoneData,
    warnings: [...holidayWarnings(calendar), ...yearWarnings(code, year)],
  };
}

const byOperations = ['operations'];

function of<D extends { readonly date: string }>(year: number, days: readonly D[]): readonly D[] {
  return days.filter(({ date }) => date.startsWith(`${year}-`));
}

function holidayView({ date, name }: Holiday, layer: Layer | undefined): CalendarView['holidays'][number] {
  const isTheirs = layer?.holidays.add.some((added) => added.date === date) ?? false;
  return { date, ...(name !== undefined && { name }), ...(isTheirs ? { sources: byOperations } : {}) };
}

function yearWarnings(country: string, year: number): CalendarView['warnings'] {
  const { from, horizon } = holidayData;
  const known = year >= Number(from.slice(0, 4)) && year <= Number(horizon.slice(0, 4));
  if (known || !hasHolidays(country)) return [];
  const code = `${year}` > horizon ? 'horizon.passed' : 'horizon.before';
  return [{ code, detail: `Holidays are known from ${from} to ${horizon}: none of ${year} is listed.` }];
}
