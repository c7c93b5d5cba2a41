import { z } from 'zod';

import { toDurationMs } from '../calendar/instant.ts';

const pattern = /^PT(?=\d)(\d{1,6}H)?(\d{1,8}M)?(\d{1,9}S)?$/;

/** A year of counted time: whatever is promised comes due within the time that calendars know. */
const longest = 'PT8784H';

/** In ms; NaN for a text that is no duration, which its own schema refuses. */
export function safeMs(text: string): number {
  try {
    return toDurationMs(text);
  } catch {
    return Number.NaN;
  }
}

/** ISO 8601 in hours, minutes and seconds, of no time too. */
export const waitSchema = z
  .string()
  .regex(pattern, 'must be an ISO 8601 duration in hours, minutes and seconds, such as PT4H')
  .refine((value) => !(safeMs(value) > toDurationMs(longest)), `must be at most a year, ${longest}`);

/** A target: ISO 8601 in hours, minutes and seconds, more than zero. */
export const durationSchema = waitSchema
  .refine((value) => /[1-9]/.test(value), 'must be more than zero')
  .meta({ description: 'ISO 8601 duration in hours, minutes and seconds, more than zero', example: 'PT4H' });
