/** One page of a clock's proof, made without the pages before and after it. */
import { z } from 'zod';

import { toInstant, toMs, type Segment, type Steps } from '../../calendar/index.ts';
import { stretchesOf, timeOf, type Case, type ClockHistory } from '../../cases/index.ts';
import { instantSchema } from '../../policy/index.ts';
import { strict } from './certainty.ts';
import { mostSegments } from './segments.ts';

export const proofQuerySchema = z.strictObject({
  top: z.coerce
    .number(`must be a whole number from 1 to ${mostSegments}`)
    .int()
    .min(1)
    .max(mostSegments)
    .default(mostSegments)
    .meta({ description: 'How many segments a page has' }),
  after: instantSchema.optional().meta({ description: 'Only what came after this instant' }),
  strict,
});
export type ProofQuery = z.output<typeof proofQuerySchema>;

export interface ProofPage {
  readonly segments: readonly Segment[];
  /** Counted milliseconds of the whole proof. */
  readonly counted: number;
  /** `after` of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** What became of the time of a clock's proof; each stretch by its own schedule and calendar. */
export function* proofPage(
  state: Pick<Case, 'calendar'>,
  history: ClockHistory,
  now: number,
  { top, after }: Omit<ProofQuery, 'strict'>,
): Steps<ProofPage> {
  const pauses = history.pauses.map(({ from, to }) => ({
    from: toMs(from),
    to: to === null ? null : toMs(to),
  }));
  const segments: Segment[] = [];
  let counted = 0;
  let end = toMs(history.clock.startedAt);
  for (const stretch of stretchesOf(state, history, now)) {
    const time = timeOf(stretch.calendar, stretch.schedule);
    const [from, to] = [toMs(stretch.from), toMs(stretch.to)];
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
