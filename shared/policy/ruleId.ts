import { z } from 'zod';

/** The id of a rule, as documents name it. */
export const ruleId = z
  .string()
  // One fault is enough: what is no id need not also be an unknown one.
  .regex(/^[A-Z]+-[A-Z0-9]+$/, { error: 'must be the id of a rule, such as IR-A', abort: true })
  .meta({ description: 'The id of a rule of `rules`' });
