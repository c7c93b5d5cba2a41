import { z } from 'zod';

import { caseActionSchema, type CaseActionBody } from './actions.ts';
import type { Incident } from './incident.ts';
import { instantSchema } from '../../policy/index.ts';
import { submissionSchema } from './submission.ts';

/** How many events a history may have. */
export const mostHistory = 500;

const happened = caseActionSchema.refine(({ occurredAt }) => occurredAt !== undefined, {
  path: ['occurredAt'],
  message: 'must say when it happened, such as 2026-03-02T09:00:00Z',
});

/** `POST /api/cases`: a submission, or one of the past with what has happened since. */
export const submitCaseSchema = submissionSchema
  .extend({
    submittedAt: instantSchema.optional().meta({
      description:
        'When the case was submitted elsewhere: its history is brought along. For an integration of the operator’s own tenant',
    }),
    events: z.array(happened).max(mostHistory).optional().meta({
      description:
        'With `submittedAt`: what has happened since, each with its `occurredAt`, in the order in which it happened',
    }),
  })
  .meta({ id: 'Submission', description: 'A support request' });

/** What has happened to a case before it was brought here. */
export interface History {
  readonly submittedAt: string;
  readonly events: readonly (CaseActionBody & { readonly registeredIncident?: Incident | undefined })[];
}
