import { z } from 'zod';

import { incidentIdSchema, incidentSchema } from '../cases/index.ts';
import { progressOfOne } from './fanOuts.ts';

export const incidentParams = z.object({
  id: incidentIdSchema.meta({ description: 'The name of the incident' }),
});

export const incidentViewSchema = incidentSchema
  .safeExtend({
    id: z.string(),
    waiting: z.int().meta({ description: 'Cases that are still to get the analysis' }),
    progress: progressOfOne,
  })
  .meta({ id: 'RegisteredIncident' });
