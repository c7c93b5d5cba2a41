/** `GET /api/operations/summary` and `GET /api/operations/lateness`. */
import { z } from 'zod';

import { clockKinds, plans, severities } from '../../cases/index.ts';
import { format, fromDay, namesOf, ofCases, toDay } from './parts.ts';

export const periods = ['day', 'month', 'quarter', 'year'] as const;
export type PeriodLength = (typeof periods)[number];

const { tenant: _, ...ofPromises } = ofCases;

export const summaryQuerySchema = z.strictObject({
  from: fromDay,
  to: toDay,
  by: namesOf(
    [...periods, 'country'],
    'What else promises are told apart by: a length of period, the country',
  ),
  clock: z.enum(clockKinds).optional().meta({ description: 'Only such' }),
  ...ofPromises,
  format,
});
export type SummaryQuery = z.output<typeof summaryQuerySchema>;

const promises = {
  running: z.int().meta({ description: 'Not decided yet: running or paused' }),
  atRisk: z.int().meta({ description: 'Of these, running and past the first threshold' }),
  met: z.int().meta({ description: 'Kept, as it was recorded at first' }),
  corrected: z.int().meta({ description: 'Kept, as operations have put right (`response.corrected`)' }),
  breached: z.int().meta({ description: 'Broken, answered since or not' }),
  stillWaiting: z.int().meta({ description: 'Of these, those that still wait for what was promised' }),
  measured: z.int().meta({ description: 'met + corrected + breached' }),
  notMeasured: z.int().meta({ description: 'Cancelled before they fell due' }),
};

const attainmentSchema = z
  .strictObject({
    clock: z.enum(clockKinds),
    severity: z.enum(severities).meta({ description: 'That of the case when the promise was decided' }),
    plan: z.enum(plans),
    country: z.string().optional().meta({ description: 'Where told apart: whose calendar the case has' }),
    period: z.string().optional().meta({
      description:
        'Where told apart: the UTC period in which the promise last fell due. Absent: it has no due instant (paused)',
      example: '2026-11',
    }),
    ...promises,
    attainment: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: '(met + corrected) / measured; null where nothing was measured' }),
  })
  .meta({ id: 'Attainment', description: 'What became of the promises of one kind' });
export type Attainment = z.output<typeof attainmentSchema>;

const ms = z.int().nullable().meta({ description: 'ms, to three digits; null where there was nothing' });

const latenessOfSchema = z.strictObject({
  count: z.int().meta({ description: 'Warnings, breaches and alerts that fell due by themselves' }),
  p50: ms,
  p99: ms,
  max: ms,
});

export const summaryViewSchema = z.strictObject({
  attainment: z.array(attainmentSchema),
  ...promises,
  lateness: latenessOfSchema.meta({
    description: 'How long after its instant that was recorded which fell due by itself',
  }),
  mail: z
    .strictObject({
      requested: z.int(),
      sent: z.int().meta({ description: 'Accepted by the mail service, whatever became of it then' }),
      delivered: z.int().meta({ description: 'Of these, those reported delivered, and bounced from nobody' }),
      bounced: z
        .int()
        .meta({ description: 'Of these, those reported bounced from a recipient at the least' }),
      failed: z.int().meta({ description: 'For good, and not asked for again' }),
      withdrawn: z.int().meta({ description: 'Not wanted any more before they were sent' }),
      waiting: z.int().meta({ description: 'None of these yet' }),
    })
    .meta({ description: 'Mails by the day on which they were asked for, and what has become of them' }),
});
export type SummaryView = z.output<typeof summaryViewSchema>;

export const latenessQuerySchema = z.strictObject({
  from: fromDay,
  to: toDay,
  by: z.enum(periods).default('day').meta({ description: 'Over what' }),
  format,
});

/** Upper ends (ms) of the ranges of a distribution; the last range has none. */
export const latenessRanges = [100, 1000, 5000, 15_000, 60_000, 120_000, 600_000, 3_600_000] as const;

export const latenessViewSchema = z.strictObject({
  value: z.array(
    latenessOfSchema
      .extend({
        period: z.string().meta({ description: 'UTC', example: '2026-11-20' }),
        ranges: z.array(z.strictObject({ upTo: z.int().nullable(), count: z.int() })).meta({
          description: 'How many were at most so late (ms) and later than the range before; null: any later',
        }),
      })
      .meta({ id: 'LatenessOfPeriod' }),
  ),
});
export type LatenessView = z.output<typeof latenessViewSchema>;
