/** The segments of a proof, and which data it rests on. */
import { z } from 'zod';

import { toInstant, type BusinessCalendar, type Certainty, type Segment } from '../../calendar/index.ts';
import { certaintySchema } from './certainty.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-24T07:30:00Z' });

/** The most segments that one answer holds. */
export const mostSegments = 10_000;

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
