/** What concerns many cases, and how far it has come. */
import { z } from 'zod';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-20T09:00:00Z' });

const progressSchema = z
  .strictObject({
    done: z.int().meta({ description: 'Cases on which something was done' }),
    left: z.int().meta({ description: 'Cases still to be done; of a calendar, still to be looked at' }),
    failed: z.int().meta({
      description: 'Cases on which it failed: each is tried again, and GET /api/operations/alarms names them',
    }),
    finished: z.boolean().meta({ description: 'Nothing is left but what fails' }),
    asOf: instant.meta({ description: 'When it was worked on last' }),
  })
  .meta({ id: 'Progress', description: 'How far something that concerns many cases has come' });

/** Of the document that asks for it: for operations, once it has begun. */
export const progressOfOne = progressSchema
  .optional()
  .meta({ description: 'How far it has been put over open cases: for operations, once that has begun' });

/** Something that is put over many cases and not done with all of them. */
export const fanOutViewSchema = progressSchema
  .extend({
    of: z.enum(['policyVersion', 'calendar', 'incident']),
    id: z
      .string()
      .meta({ description: 'Of the version, the layer (`JP.3`) or place (`JP`), or the incident' }),
    since: instant,
    failing: z
      .array(z.strictObject({ caseId: z.string(), failures: z.int(), retryAt: instant, error: z.string() }))
      .meta({ description: 'Those on which it failed, 200 at the most' }),
  })
  .meta({ id: 'FanOut', description: 'What is put over many cases' });
