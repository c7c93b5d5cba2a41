import { z } from 'zod';

import { identifierSchema } from './submission.ts';
import { incidentScopes } from './vocabulary.ts';

const singleLine = z.string().trim().min(1).max(500);

/** `PUT /api/incidents/{id}`: a service incident, as operations register it. */
export const incidentSchema = z
  .strictObject({
    title: singleLine,
    affected: z.enum(incidentScopes),
    service: singleLine.optional(),
    rca: z
      .strictObject({
        location: singleLine.meta({ description: 'Where the analysis is found: an address, or words' }),
      })
      .optional()
      .meta({
        description: 'Set once the root cause analysis is published; then it is attached to linked cases',
      }),
  })
  .meta({ id: 'Incident', description: 'A published service incident (RCA-2)' });

export const incidentIdSchema = identifierSchema;

export type Incident = z.output<typeof incidentSchema> & { readonly id: string };

/** Engineering publishes an analysis only of an incident that hit several customers or the whole service (RCA-2). */
export function getsAnalysis({ affected }: Pick<Incident, 'affected'>): boolean {
  return affected !== 'oneCustomer';
}
