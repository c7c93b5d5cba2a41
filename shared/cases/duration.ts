import { z } from 'zod';

const pattern = /^PT(?=\d)(\d{1,6}H)?(\d{1,8}M)?(\d{1,9}S)?$/;

/** A target: ISO 8601 in hours, minutes and seconds, more than zero. */
export const durationSchema = z
  .string()
  .regex(pattern, 'must be an ISO 8601 duration in hours, minutes and seconds, such as PT4H')
  .refine((value) => /[1-9]/.test(value), 'must be more than zero')
  .meta({ description: 'ISO 8601 duration in hours, minutes and seconds', example: 'PT4H' });
