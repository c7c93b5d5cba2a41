/** The country calendars as `GET /api/calendars` shows them. */
import { z } from 'zod';

import { businessTime, localDate, toInstant, weekdays, type Steps } from '../../calendar/index.ts';
import { weeklySchema } from '../../cases/index.ts';
import {
  calendarFor,
  countries,
  dueDecrees,
  holidayData,
  listOverview,
  placeList,
  regionsOf,
  knownLayer,
  type CalendarFailure,
  type Layer,
  type CalendarRequest as CalendarPlace,
  type PlaceList,
} from '../../policy/calendars/index.ts';
import { progressOfOne } from '../fanOuts.ts';
import { calendarLayerSummarySchema } from './calendarLayers.ts';
import { certaintySchema } from './certainty.ts';

const data = z.strictObject({
  version: z.string(),
  from: z.string(),
  to: z.string(),
  licence: z.string(),
});
const date = z.string().meta({ description: 'A local date', example: '2026-11-23' });
const asOf = date.nullable().meta({ description: 'When the sources of the list were read last' });
const horizon = date
  .nullable()
  .meta({ description: 'The last date before the first year whose yearly decree is still due' });
const rules = z.array(z.string()).meta({ description: 'Ids of the rules that gave the hours' });

const countrySummary = z.strictObject({
  country: z.string().meta({ description: 'ISO 3166-1 alpha-2', example: 'JP' }),
  alpha3: z.string(),
  name: z.string(),
  timeZone: z.string().meta({ description: 'In which the hours are kept' }),
  timeZones: z.array(z.string()).meta({ description: 'Zones of the country, the main one first' }),
  rules,
  regions: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  status: z.record(z.string(), certaintySchema).meta({
    description: 'Of this year and the next, by year',
    example: { 2026: 'official', 2027: 'pending' },
  }),
  asOf,
  horizon,
});

const warnings = z.array(z.strictObject({ code: z.string(), detail: z.string() }));

const listedDay = z.strictObject({
  date,
  name: z.string(),
  status: certaintySchema,
  scope: z
    .enum(['government'])
    .optional()
    .meta({ description: 'Whom it binds, where that is not everybody: such days are worked' }),
  sources: z.array(z.string()),
  alternatives: z.array(date).optional().meta({ description: 'Dates that other sources have for it' }),
  why: z.string().optional().meta({ description: 'What it was decided by, or why it is open' }),
});
const doubtfulDay = listedDay.pick({ date: true, status: true, sources: true, why: true }).extend({
  against: z.array(z.string()),
});
const workingDay = listedDay.pick({ date: true, name: true, status: true, scope: true }).extend({
  sources: z.array(z.string()).optional(),
  hours: weeklySchema.shape.monday.meta({ description: 'Those of a normal day unless given' }),
});

export const calendarsViewSchema = z
  .strictObject({
    value: z.array(countrySummary),
    holidayData: data,
    warnings: warnings.meta({
      description: 'That a year is near, or under way, whose lists are not all decreed',
    }),
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
  region: z.string().optional().meta({ description: 'A region with holidays of its own', example: 'BY' }),
  preferredTimeZone: z
    .string()
    .optional()
    .meta({ description: 'An IANA or Windows name; counts where the country has several zones' }),
});

export const calendarViewSchema = z
  .strictObject({
    country: z.string(),
    name: z.string(),
    region: z.string().nullable(),
    timeZone: z.string(),
    weekly: weeklySchema,
    weekend: z.array(z.string()).meta({ description: 'Days of the week on which it does not open' }),
    year: z.int(),
    version: z
      .string()
      .meta({ description: 'What hours and holidays are taken from', example: 'JP.5c1f2b9a0d3e4f68' }),
    status: certaintySchema.meta({ description: 'The worst of its days' }),
    asOf,
    horizon,
    sources: z.array(z.string()),
    holidays: z.array(listedDay),
    doubtful: z.array(doubtfulDay).meta({
      description: 'Days that others call holidays, or that may become ones; worked as far as is known',
    }),
    workingDays: z.array(workingDay).meta({
      description: 'Days of weekends that were declared worked; those of scope `government` are not',
    }),
    halfDays: z
      .array(z.strictObject({ date, name: z.string() }))
      .meta({ description: 'Days of which half is free at most places: working days here' }),
    isOpen: z.boolean(),
    nextOpening: z
      .string()
      .meta({ description: 'The first open instant from now on', example: '2026-11-24T00:00:00Z' }),
    rules,
    timeZoneData: z.string(),
    layer: calendarLayerSummarySchema.optional().meta({ description: 'Operations see what they put last' }),
    progress: progressOfOne,
    warnings,
  })
  .meta({ id: 'CalendarAnswer', description: 'The business calendar of a country' });
export type CalendarView = z.output<typeof calendarViewSchema>;

type CalendarsView = z.output<typeof calendarsViewSchema>;

/** Every country with where its hours come from, and what operations should know of its list. A country is a step. */
export function* calendarsView(now: number): Steps<CalendarsView> {
  const lists = new Map(listOverview(new Date(now).getUTCFullYear()).map((list) => [list.country, list]));
  const value: CalendarsView['value'] = [];
  for (const { code, alpha3, name, zones } of countries) {
    const found = calendarFor({ country: code });
    const list = lists.get(code);
    value.push({
      country: code,
      alpha3,
      name,
      timeZone: found.ok ? found.calendar.timeZone : (zones[0] ?? 'UTC'),
      timeZones: [...zones],
      rules: found.ok ? [...found.hoursRules] : [],
      regions: regionsOf(code),
      status: Object.fromEntries((list?.statuses ?? []).map(({ year, status }) => [year, status])),
      asOf: list?.asOf ?? null,
      horizon: list?.horizon ?? null,
    });
    yield;
  }
  const due = dueDecrees(now);
  return { value, holidayData, warnings: due ? [{ code: due.code, detail: due.detail }] : [] };
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
  const { pending, ...list } = placeList(code, year, stamp.region);
  return {
    country: code,
    name: countries.find((known) => known.code === code)?.name ?? code,
    region: stamp.region ?? null,
    timeZone: calendar.timeZone,
    weekly: weeklySchema.parse(calendar.weekly),
    weekend: weekdays.filter((day) => !calendar.weekly[day]?.length),
    year,
    version: calendar.version,
    ...mutable(withLayer(list, year, layer)),
    isOpen: time.isOpen(now),
    nextOpening: toInstant(time.nextOpening(now)),
    rules: [...hoursRules],
    timeZoneData,
    warnings: yearWarnings(code, year, list.status, pending),
  };
}

const byOperations = ['operations'];

/** What operations have put goes before the list: they are a source of their own, and official. */
function withLayer<L extends Omit<PlaceList, 'pending'>>(list: L, year: number, layer: Layer | undefined): L {
  if (!layer) return list;
  const { add, remove } = layer.holidays;
  const theirs = layer.workingDays.add;
  const decided = new Set([...remove, ...[...add, ...theirs].map(({ date }) => date)]);
  const others = <D extends { readonly date: string }>(days: readonly D[]): D[] =>
    days.filter((day) => !decided.has(day.date));
  const put = <D extends { readonly date: string }>(days: readonly D[]) =>
    days
      .filter((day) => day.date.startsWith(`${year}-`))
      .map((day) => ({ ...day, status: 'official' as const, sources: byOperations }));
  const inOrder = <D extends { readonly date: string }>(days: readonly D[]): D[] =>
    days.toSorted((one, other) => one.date.localeCompare(other.date));
  return {
    ...list,
    sources: [...list.sources, ...byOperations],
    holidays: inOrder([...others(list.holidays), ...put(add)]),
    doubtful: others(list.doubtful),
    workingDays: inOrder([...others(list.workingDays), ...put(theirs)]),
    halfDays: others(list.halfDays),
  };
}

/** The list as the schema has it. */
function mutable(list: Omit<PlaceList, 'pending'>): Pick<CalendarView, keyof Omit<PlaceList, 'pending'>> {
  return {
    status: list.status,
    asOf: list.asOf,
    horizon: list.horizon,
    sources: [...list.sources],
    holidays: list.holidays.map(({ sources, alternatives, ...day }) => ({
      ...day,
      sources: [...sources],
      ...(alternatives && { alternatives: [...alternatives] }),
    })),
    doubtful: list.doubtful.map(({ sources, against, why, ...day }) => ({
      ...day,
      sources: [...sources],
      against: [...against],
      ...(why !== undefined && { why }),
    })),
    workingDays: list.workingDays.map(({ sources, hours, ...day }) => ({
      ...day,
      ...(sources && { sources: [...sources] }),
      ...(hours && { hours: hours.map(([from, to]): [string, string] => [from, to]) }),
    })),
    halfDays: [...list.halfDays],
  };
}

function yearWarnings(
  country: string,
  year: number,
  status: PlaceList['status'],
  pending: string | null,
): CalendarView['warnings'] {
  if (status === 'unknown') {
    const detail = `No public holidays of ${country} are known for ${year}: none is listed.`;
    return [{ code: 'holidays.unknown', detail }];
  }
  if (pending === null) return [];
  const detail = `The public holidays of ${country} in ${year} are not all decreed yet: ${pending}.`;
  return [{ code: 'holidays.pending', detail }];
}
