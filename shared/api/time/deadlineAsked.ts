/** What `POST /api/deadlines` is asked: a deadline, and the schedule that it means. */
import { z } from 'zod';

import { calendarProblems, type BusinessCalendar, type Schedule } from '../../calendar/index.ts';
import { coverages, weeklySchema } from '../../cases/index.ts';
import { calendarFor, timeZoneOf, type CalendarRequest } from '../../policy/calendars/index.ts';
import type { FieldError } from '../input/problem.ts';
import { strict } from './certainty.ts';
import { mostSegments } from './segments.ts';

/** The most deadlines that one request may ask for. */
export const mostDeadlines = 1000;

/** The largest body of such a request: a thousand deadlines with calendars of their own fit. */
export const largestDeadlines = 1024 * 1024;

/** Text that names something or is to be read: long enough for any that can be. */
const name = z.string().max(64);
/** Which years are accepted, `start.outOfRange` and `pause.outOfRange` say. */
const instantAsked = z.iso.datetime({ offset: true }).meta({ example: '2026-11-20T07:30:00Z' });
const holidays = z
  .array(z.union([name, z.strictObject({ date: name, name: z.string().trim().min(1).max(100).optional() })]))
  .max(400);

const calendarSchema = z
  .strictObject({
    timeZone: name.meta({ description: 'An IANA or Windows time zone name', example: 'Europe/Berlin' }),
    weekly: weeklySchema,
    holidays: holidays.default([]).meta({ description: 'Dates on which the weekly hours do not hold' }),
    extraOpenings: z
      .array(z.strictObject({ date: name, intervals: z.array(z.tuple([name, name])).max(24) }))
      .max(400)
      .default([])
      .meta({ description: 'Openings of one date, besides the weekly hours and even on a holiday' }),
  })
  .meta({ id: 'Calendar', description: 'Hours of one place, with its holidays' });

const placeFields = {
  country: name.optional().meta({ description: 'ISO 3166-1 alpha-2 or alpha-3', example: 'JP' }),
  region: name.optional().meta({ description: 'A region with holidays of its own', example: 'BY' }),
  preferredTimeZone: name
    .optional()
    .meta({ description: 'An IANA or Windows name; counts where the country has several zones' }),
};

export const deadlineSchema = z
  .strictObject({
    schedule: z.enum(coverages),
    ...placeFields,
    calendar: calendarSchema.optional(),
    start: instantAsked,
    duration: name.meta({ description: 'ISO 8601 in hours, minutes and seconds', example: 'PT8H' }),
    pauses: z
      .array(z.strictObject({ from: instantAsked, to: instantAsked }))
      .max(400)
      .default([])
      .meta({ description: 'Stretches that do not count' }),
  })
  .meta({
    id: 'Deadline',
    description: 'When a duration is over. Business hours take a `country` or a `calendar`, not both.',
    example: { schedule: 'businessHours', country: 'JP', start: '2026-11-20T08:00:00Z', duration: 'PT8H' },
  });
export type Deadline = z.output<typeof deadlineSchema>;

export const deadlinesSchema = z.union([deadlineSchema, z.array(deadlineSchema).min(1).max(mostDeadlines)]);

export const deadlinesQuerySchema = z.strictObject({
  segments: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .meta({
      description: `Whether the proof is in the answer: by default of one deadline, not of an array. One answer holds ${mostSegments} segments.`,
    }),
  strict,
});
export type DeadlinesQuery = z.output<typeof deadlinesQuerySchema>;

/** A schedule, and the rules that gave its hours. */
export interface Found {
  readonly schedule: Schedule;
  readonly rules: readonly string[];
}

/** The schedule that is meant. Pointers of errors are relative to the deadline. */
export function scheduleOf(
  deadline: Deadline,
  layerOf: CalendarRequest['layerOf'],
): Found | { readonly errors: FieldError[] } {
  const { schedule, country, region, preferredTimeZone, calendar } = deadline;
  if (country !== undefined && calendar !== undefined) {
    return { errors: [error('/calendar', 'calendar.ambiguous', 'Give a country or a calendar, not both.')] };
  }
  if (calendar) return overCalendar(schedule, calendar);
  if (country === undefined) {
    if (schedule === '24x7') return { schedule: { kind: '24x7' }, rules: [] };
    return { errors: [error('/country', 'field.missing', 'Business hours take a country or a calendar.')] };
  }
  const found = calendarFor({ country, region, preferredTimeZone, layerOf });
  if (!found.ok) {
    const { pointer, code, detail } = found.failure;
    return { errors: [error(pointer, code, `${capital(detail)}.`)] };
  }
  if (schedule === '24x7') return { schedule: { kind: '24x7' }, rules: [] };
  return { schedule: { kind: 'businessHours', calendar: found.calendar }, rules: found.hoursRules };
}

function overCalendar(
  kind: Deadline['schedule'],
  given: z.output<typeof calendarSchema>,
): ReturnType<typeof scheduleOf> {
  const calendar: BusinessCalendar = {
    id: 'given',
    timeZone: timeZoneOf(given.timeZone) ?? given.timeZone,
    weekly: Object.fromEntries(Object.entries(given.weekly).filter(([, hours]) => hours !== undefined)),
    holidays: given.holidays.map((holiday) =>
      typeof holiday === 'string'
        ? { date: holiday }
        : { date: holiday.date, ...(holiday.name !== undefined && { name: holiday.name }) },
    ),
    extraOpenings: given.extraOpenings,
    version: 'none',
  };
  const errors = calendarProblems(calendar).map(({ pointer, code, detail }) =>
    error(`/calendar${pointer}`, code, `${capital(detail)}.`),
  );
  if (errors.length > 0) return { errors };
  return { schedule: kind === '24x7' ? { kind } : { kind, calendar }, rules: [] };
}

export function error(pointer: string, code: string, detail: string): FieldError {
  return { pointer, code, detail };
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
