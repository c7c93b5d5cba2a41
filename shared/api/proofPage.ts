/** One page of a clock's proof, made without the pages before and after it. */
import { z } from 'zod';

import {
  businessTime,
  toInstant,
  toMs,
  type BusinessCalendar,
  type Segment,
  type Steps,
} from '../calendar/index.ts';
import { instantSchema, type ClockHistory } from '../cases/index.ts';
import { mostSegments } from './deadlines.ts';

export const proofQuerySchema = z.strictObject({
  top: z.coerce
    .number(`must be a whole number from 1 to ${mostSegments}`)
    .int()
    .min(1)
    .max(mostSegments)
    .default(mostSegments)
    .meta({ description: 'How many segments a page has' }),
  after: instantSchema.optional().meta({ description: 'Only what came after this instant' }),
});
export type ProofQuery = z.output<typeof proofQuerySchema>;

export interface ProofPage {
  readonly segments: readonly Segment[];
  /** Counted milliseconds of the whole proof. */
  readonly counted: number;
  /** `after` of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/**
 * What became of the time since the clock started, up to its due instant, or to `now` (ms) while it is paused, or to
 * its end if it ended so; each leg by its own schedule. `calendar`: the one that business hours go by.
 */
export function* proofPage(
  history: ClockHistory,
  calendar: BusinessCalendar | undefined,
  now: number,
  { top, after }: ProofQuery,
): Steps<ProofPage> {
  const pauses = history.pauses.map(({ from, to }) => ({
    from: toMs(from),
    to: to === null ? null : toMs(to),
  }));
  const segments: Segment[] = [];
  let counted = 0;
  let end = toMs(history.clock.startedAt);
  for (const { from, to, schedule } of legsOf(history, now)) {
    const time = businessTime(
      schedule === '24x7' || !calendar ? { kind: '24x7' } : { kind: 'businessHours', calendar },
    );
    counted += yield* time.elapsedInSteps(from, to, pauses);
    const begin = Math.max(from, after === undefined ? from : toMs(after));
    if (begin < to && segments.length < top) {
      segments.push(...(yield* time.segmentsInSteps(begin, to, pauses, top - segments.length)));
    }
    end = to;
  }
  const last = segments.at(-1)?.to ?? end;
  return { segments, counted, next: last < end ? toInstant(last) : undefined };
}

function legsOf({ clock, legs }: ClockHistory, now: number) {
  const { startedAt, dueAt, stoppedAt, schedule } = clock;
  const from = toMs(legs.at(-1)?.to ?? startedAt);
  const end = dueAt ?? stoppedAt;
  const present = { from, to: end === undefined ? Math.max(now, from) : toMs(end), schedule };
  return [
    ...legs.map((leg) => ({ from: toMs(leg.from), to: toMs(leg.to), schedule: leg.schedule })),
    present,
  ];
}
