/** Due instants without a case: what `POST /api/deadlines` and the terminal command answer. */
import { z } from 'zod';

import {
  businessTime,
  finished,
  outlookInSteps,
  parseDuration,
  toInstant,
  toMs,
  type Outlook,
  type Segment,
  type Steps,
} from '../../calendar/index.ts';
import type { CalendarRequest } from '../../policy/calendars/index.ts';
import { warningsSchema, warningsView } from './certainty.ts';
import {
  capital,
  error,
  scheduleOf,
  type Deadline,
  type DeadlinesQuery,
  type Found,
} from './deadlineAsked.ts';
import { Faults } from '../input/faults.ts';
import { Layout } from './layout.ts';
import { Problem, type FieldError } from '../input/problem.ts';
import { calendarData, calendarDataSchema, mostSegments, segmentsSchema, segmentsView } from './segments.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-24T07:30:00Z' });

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
