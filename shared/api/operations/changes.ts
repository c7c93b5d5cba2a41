/** `GET /api/operations/changes`: what a page that is open asks every few seconds. */
import { z } from 'zod';

import { instant } from './parts.ts';

/** So many changed cases are named at the most. */
export const mostChanges = 200;

export const changesQuerySchema = z.strictObject({
  after: z
    .string()
    .max(200)
    .optional()
    .meta({ description: '`after` of the answer before, or `changes` of a list. Absent: from now on' }),
});

export const changesViewSchema = z
  .strictObject({
    after: z.string().meta({ description: 'For the next request' }),
    reset: z.boolean().meta({ description: 'More has changed than is told: read again what is shown' }),
    cases: z.array(z.string()).meta({
      description: `Ids of cases whose row has changed, at most ${mostChanges}; some may be told twice`,
    }),
    now: instant,
  })
  .meta({ id: 'Changes' });
export type ChangesView = z.output<typeof changesViewSchema>;
