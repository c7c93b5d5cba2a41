/** What the operations API is made of in more than one place. */
import { z } from 'zod';

import { plans, severities, tenantIdSchema } from '../../cases/index.ts';
import { choiceFault } from '../input/values.ts';

export const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-20T09:00:00Z' });
export const duration = z.string().meta({ description: 'ISO 8601', example: 'PT1H' });

/** A UTC day of a query. */
const day = z.iso.date();

export const fromDay = day.optional().meta({
  description: 'The first UTC day that counts; absent: from the beginning',
  example: '2026-11-01',
});
export const toDay = day.optional().meta({
  description: 'The last UTC day that counts; absent: to the end',
  example: '2026-11-30',
});

/** `?format=csv`, or `Accept: text/csv`. */
export const format = z
  .enum(['json', 'csv'])
  .optional()
  .meta({ description: 'Goes before `Accept`; absent: what `Accept` asks for, JSON otherwise' });

export const ofCases = {
  tenant: tenantIdSchema.optional().meta({ description: 'Only cases of this tenant' }),
  severity: z.enum(severities).optional().meta({ description: 'Only such' }),
  plan: z.enum(plans).optional().meta({ description: 'Only such' }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code in capitals')
    .optional()
    .meta({ description: 'Only cases whose calendar is of this country', example: 'JP' }),
};

/** Several names from a list, joined by commas. */
export function namesOf<const T extends readonly [string, ...string[]]>(names: T, description: string) {
  const isName = (name: string): name is T[number] => names.includes(name);
  return z
    .string()
    .max(200)
    .optional()
    .transform((text, context) => {
      const asked = text?.split(',').map((name) => name.trim());
      const unknown = asked?.find((name) => !isName(name));
      if (unknown !== undefined) {
        context.addIssue({ code: 'custom', message: choiceFault(names, '', unknown).detail });
        return z.NEVER;
      }
      return asked?.filter(isName);
    })
    .meta({ description: `${description}, joined by commas: ${names.join(', ')}`, example: names[0] });
}
