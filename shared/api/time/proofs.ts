import { z } from 'zod';

import { toDuration, toDurationMs, type Steps } from '../../calendar/index.ts';
import {
  clockKinds,
  coverages,
  calendarOf,
  outlookOn,
  stamped,
  type Case,
  type CaseClock,
  type ClockHistory,
} from '../../cases/index.ts';
import { warningsSchema, warningsView } from './certainty.ts';
import { calendarData, calendarDataSchema, segmentsSchema, segmentsView } from './segments.ts';
import { proofPage, type ProofQuery } from './proofPage.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-20T09:00:00Z' });
const duration = z.string().meta({ description: 'ISO 8601', example: 'PT1H' });

/** `GET /api/cases/{id}/clocks/{kind}/proof`. */
export const clockProofSchema = z
  .strictObject({
    caseId: z.string(),
    clockId: z.string(),
    kind: z.enum(clockKinds),
    schedule: z.enum(coverages),
    target: duration,
    startedAt: instant,
    dueAt: instant
      .nullable()
      .meta({ description: 'Null while the clock is paused: the proof then ends now' }),
    counted: duration.meta({
      description: 'Sum of the counted segments: the target, or what is used while the clock is paused',
    }),
    segments: segmentsSchema.meta({
      description: 'From start to due instant without gaps, page by page; the counted ones add up',
    }),
    calendar: calendarDataSchema,
    rules: z.array(z.string()),
    warnings: warningsSchema,
    nextLink: z.string().optional().meta({ description: 'The next page of segments; absent on the last' }),
  })
  .meta({ id: 'ClockProof', description: 'Why a clock comes due when it does' });
export type ClockProof = z.output<typeof clockProofSchema>;

/** The live clock that a path names: by its id, or the latest of a kind. */
export function clockNamed({ clocks }: Case, name: string): CaseClock | undefined {
  return clocks.findLast(({ id, kind }) => id === name || kind === name);
}

/** The proof with one page of its segments, and `after` of the page that follows. */
export function* clockProof(
  state: Case,
  history: ClockHistory,
  now: number,
  timeZoneData: string,
  page: ProofQuery,
): Steps<{ readonly proof: ClockProof; readonly next: string | undefined }> {
  const { clock, legs } = history;
  const usesCalendar = [clock, ...legs].some(({ schedule }) => schedule === 'businessHours');
  const calendar = usesCalendar ? stamped(calendarOf(state, clock)).calendar : undefined;
  const { segments, counted, next } = yield* proofPage(state, history, now, page);
  const seen = yield* outlookOn(calendarOf(state, clock), clock, page.strict);
  const overrun = counted - toDurationMs(clock.target);
  const { id: clockId, kind, schedule, target, startedAt, dueAt, rules } = clock;
  const proof: ClockProof = {
    caseId: state.id,
    clockId,
    kind,
    schedule,
    target,
    startedAt,
    dueAt,
    counted: toDuration(counted),
    segments: segmentsView(segments),
    calendar: calendarData(calendar, timeZoneData, seen.status),
    rules: [...rules],
    warnings: [
      ...warningsView(seen, calendar),
      ...(clock.dueAt !== null && overrun > 0 ? [overrunWarning(overrun)] : []),
    ],
  };
  return { proof, next };
}

/** Nothing comes due before a change: what was over by then is due at the change itself. */
function overrunWarning(ms: number): ClockProof['warnings'][number] {
  return {
    code: 'target.overrun',
    days: [],
    detail: `The target was changed when it was over by ${toDuration(ms)} already: the clock came due at the change.`,
  };
}
