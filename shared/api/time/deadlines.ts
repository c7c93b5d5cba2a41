/** Due instants without a case: what `POST /api/deadlines` and the terminal command answer. */
import { z } from 'zod';

import {
  businessTime,
  calendarProblems,
  finished,
  outlookInSteps,
  parseDuration,
  toInstant,
  toMs,
  type BusinessCalendar,
  type Certainty,
  type Outlook,
  type Schedule,
  type Segment,
  type Steps,
} from '../../calendar/index.ts';
import { coverages, weeklySchema } from '../../cases/index.ts';
import { calendarFor, timeZoneOf, type CalendarRequest } from '../../policy/calendars/index.ts';
import { certaintySchema, strict, warningsSchema, warningsView } from './certainty.ts';
import { Faults } from '../input/faults.ts';
import { Layout } from './layout.ts';
import { Problem, type FieldError } from '../input/problem.ts';

/** The most deadlines that one request may ask for, and the most segments that one answer holds. */
export const mostDeadlines = 1000;
export const mostSegments = 10_000;

/** The largest body of such a request: a thousand deadlines with calendars of their own fit. */
export const largestDeadlines = 1024 * 1024;

/** Text that names something or is to be read: long enough for any that can be. */
const name = z.string().max(64);
/** Which years are accepted, `start.outOfRange` and `pause.outOfRange` say. */
const instantAsked = z.iso.datetime({ offset: true }).meta({ example: '2026-11-20T07:30:00Z' });
const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-24T07:30:00Z' });
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

const segment = z.strictObject({
  from: instant,
  to: instant,
  kind: z.enum(['counted', 'closed', 'holiday', 'paused']),
  workingDay: z
    .string()
    .optional()
    .meta({ description: 'What the date was declared a working day for, where time counts because of that' }),
});

export const segmentsSchema = z
  .array(segment)
  .meta({ description: 'From start to due instant without gaps; the counted ones add up' });

export const calendarDataSchema = z.strictObject({
  timeZone: z.string(),
  version: z.string().meta({
    description:
      'What hours and holidays were taken from; `none` for a calendar of your own, or around the clock',
    example: 'JP.5c1f2b9a0d3e4f68+JP.2',
  }),
  timeZoneData: z.string().meta({ description: 'Version of the IANA time zone data' }),
  status: certaintySchema.meta({ description: 'The worst between start and due instant' }),
});

export const deadlineViewSchema = z
  .strictObject({
    dueAt: instant,
    segments: segmentsSchema.optional(),
    calendar: calendarDataSchema,
    rules: z
      .array(z.string())
      .meta({ description: 'Ids of the rules that gave the hours', example: ['BH-3', 'BH-4'] }),
    warnings: warningsSchema,
  })
  .meta({ id: 'DeadlineAnswer', description: 'A due instant with its proof' });
export type DeadlineView = z.output<typeof deadlineViewSchema>;

export type DeadlineAnswer =
  | { readonly ok: true; readonly view: DeadlineView }
  /** Pointers are relative to the deadline. */
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const earliest = toMs('1970-01-01T00:00:00Z');
const latest = toMs('2101-01-01T00:00:00Z');
/** Business hours are known until then. */
const end = toMs('2111-01-01T00:00:00Z');

/** What due instants rest on. */
export interface KnownCalendars {
  /** Version of the IANA data of this process. */
  readonly timeZoneData: string;
  /** What operations have put over the calendar of a country. */
  readonly layerOf?: CalendarRequest['layerOf'];
}

/** Answers one deadline with its whole proof; `doubtMore` warns of days that one source alone vouches for. */
export function answerDeadline(deadline: Deadline, timeZoneData: string, doubtMore = false): DeadlineAnswer {
  return finished(answerInSteps(deadline, { timeZoneData }, doubtMore, Number.POSITIVE_INFINITY));
}

/**
 * Answers all of them, in order, or the one that is no array. Throws a 400 with what is wrong in any, and 422
 * `answer.tooLarge` where the proofs have more segments than one answer holds.
 */
export function* answerDeadlines(
  asked: Deadline | readonly Deadline[],
  known: KnownCalendars,
  { segments: withSegments = !Array.isArray(asked), strict: doubtMore }: DeadlinesQuery,
): Steps<DeadlineView | DeadlineView[]> {
  const deadlines = isArray(asked) ? asked : [asked];
  const faults = new Faults();
  const views: DeadlineView[] = [];
  const layout = new Layout();
  let left = withSegments ? mostSegments : undefined;
  for (const [index, deadline] of deadlines.entries()) {
    const answer = yield* answerInSteps(deadline, known, doubtMore, left, layout);
    const at = isArray(asked) ? `/${index}` : '';
    if (!answer.ok) faults.addAll(answer.errors.map((one) => ({ ...one, pointer: `${at}${one.pointer}` })));
    else views.push(answer.view);
    if (answer.ok && left !== undefined) left -= answer.view.segments?.length ?? 0;
    yield;
  }
  if (faults.count > 0) throw faults.problem();
  const [view] = views;
  return isArray(asked) || !view ? views : view;
}

const isArray = (asked: Deadline | readonly Deadline[]): asked is readonly Deadline[] => Array.isArray(asked);

function tooLarge(): Problem {
  return new Problem(
    422,
    'answer.tooLarge',
    `The proofs asked for have more than ${mostSegments} segments, the most that one answer holds. Ask with \`?segments=false\` for the due instants alone, for fewer deadlines at a time, or for shorter durations.`,
    { title: 'The answer would be too large' },
  );
}

/** `most` segments may be in the proof; undefined: it is not asked for. */
function* answerInSteps(
  deadline: Deadline,
  { timeZoneData, layerOf }: KnownCalendars,
  doubtMore: boolean,
  most: number | undefined,
  layout?: Layout,
): Steps<DeadlineAnswer> {
  const errors: FieldError[] = [];
  const found = scheduleOf(deadline, layerOf);
  if ('errors' in found) errors.push(...found.errors);
  const start = toMs(deadline.start);
  if (!(start >= earliest && start < latest)) {
    errors.push(error('/start', 'start.outOfRange', 'Starts are accepted from 1970 to the end of 2100.'));
  }
  const duration = parseDuration(deadline.duration);
  if (!duration.ok) errors.push(error('/duration', 'duration.invalid', `${capital(duration.reason)}.`));
  for (const [index, { from, to }] of deadline.pauses.entries()) {
    if (toMs(from) >= toMs(to)) {
      errors.push(error(`/pauses/${index}`, 'pause.invalid', 'A pause has to end after it begins.'));
    } else if (toMs(to) >= end) {
      errors.push(error(`/pauses/${index}/to`, 'pause.outOfRange', 'A pause has to end before 2111.'));
    }
  }
  if (errors.length > 0 || 'errors' in found || !duration.ok) return { ok: false, errors };
  const pauses = deadline.pauses.map(({ from, to }) => ({ from: toMs(from), to: toMs(to) }));
  const time = businessTime(found.schedule);
  const due = time.dueAtInSteps(start, duration.ms, pauses);
  const dueAt = yield* layout ? layout.spend(found.schedule, due) : due;
  if (dueAt === null) {
    const detail = 'The calendar does not open for so long before the end of 2110.';
    return { ok: false, errors: [error('/duration', 'deadline.never', detail)] };
  }
  const segments = most === undefined ? undefined : yield* time.segmentsInSteps(start, dueAt, pauses, most);
  if (segments && (segments.at(-1)?.to ?? start) < dueAt) throw tooLarge();
  const { schedule } = found;
  const question = { start, duration: duration.ms, pauses, strict: doubtMore };
  const seen = schedule.kind === '24x7' ? undefined : yield* outlookInSteps(schedule.calendar, question);
  return { ok: true, view: viewOf({ dueAt, segments, seen }, found, timeZoneData) };
}

interface Found {
  readonly schedule: Schedule;
  readonly rules: readonly string[];
}

function scheduleOf(
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

interface Due {
  readonly dueAt: number;
  readonly segments: readonly Segment[] | undefined;
  /** Undefined around the clock. */
  readonly seen: Outlook | undefined;
}

function viewOf(
  { dueAt, segments, seen }: Due,
  { schedule, rules }: Found,
  timeZoneData: string,
): DeadlineView {
  const calendar = schedule.kind === '24x7' ? undefined : schedule.calendar;
  return {
    dueAt: toInstant(dueAt),
    ...(segments && { segments: segmentsView(segments) }),
    calendar: calendarData(calendar, timeZoneData, seen?.status ?? 'official'),
    rules: [...rules],
    warnings: seen ? warningsView(seen, calendar) : [],
  };
}

export function segmentsView(segments: readonly Segment[]): z.output<typeof segmentsSchema> {
  return segments.map(({ from, to, kind, workingDay }) => ({
    from: toInstant(from),
    to: toInstant(to),
    kind,
    ...(workingDay !== undefined && { workingDay }),
  }));
}

/** Which data a due instant rests on; without a calendar it is counted around the clock. */
export function calendarData(
  calendar: BusinessCalendar | undefined,
  timeZoneData: string,
  status: Certainty,
): z.output<typeof calendarDataSchema> {
  return {
    timeZone: calendar?.timeZone ?? 'UTC',
    version: calendar?.version ?? 'none',
    timeZoneData,
    status,
  };
}

function error(pointer: string, code: string, detail: string): FieldError {
  return { pointer, code, detail };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
