import { z } from 'zod';

import { toDurationMs } from '../calendar/instant.ts';

export const duration = z
  .string()
  .regex(
    /^PT(?=\d)(\d{1,6}H)?(\d{1,8}M)?(\d{1,9}S)?$/,
    'must be an ISO 8601 duration in hours, minutes and seconds, such as PT4H',
  )
  .refine((value) => /[1-9]/.test(value), 'must be more than zero')
  .meta({ description: 'ISO 8601 duration in hours, minutes and seconds, more than zero', example: 'PT4H' });

export const ruleId = z
  .string()
  // One fault is enough: what is no id need not also be an unknown one.
  .regex(/^[A-Z]+-[A-Z0-9]+$/, { error: 'must be the id of a rule, such as IR-A', abort: true })
  .meta({ description: 'The id of a rule of `rules`' });

/** Texts that are no durations are refused by their own schema. */
export function safeMs(text: string): number {
  try {
    return toDurationMs(text);
  } catch {
    return Number.NaN;
  }
}
