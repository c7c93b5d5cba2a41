import { z } from 'zod';

import { durationSchema, isInYears, outOfYears } from '../../policy/index.ts';
import { regionSchema, tenantIdSchema } from './submission.ts';
import { plans } from './vocabulary.ts';

const dayInterval = z.tuple([
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a wall time HH:MM'),
  z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a wall time HH:MM, or 24:00'),
]);
const day = z.array(dayInterval).max(24);

export const weeklySchema = z
  .strictObject({
    monday: day.optional(),
    tuesday: day.optional(),
    wednesday: day.optional(),
    thursday: day.optional(),
    friday: day.optional(),
    saturday: day.optional(),
    sunday: day.optional(),
  })
  .meta({
    id: 'WeeklyHours',
    description: 'Opening hours in wall time. An interval may end at 24:00; hours over midnight are two.',
    example: { monday: [['09:00', '17:00']] },
  });

const fewestMinutes = 180;

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Hours in which promises are kept. The longest, of a year of counted time, has to come due while calendars are known. */
export const promiseHoursSchema = weeklySchema.refine(
  (week) => {
    const open = Object.values(week).flatMap((intervals) => intervals ?? []);
    const minutes = open.map(([from, to]) => minutesOf(to) - minutesOf(from));
    // That it opens at all, and each interval ends after it begins, is judged with its holidays.
    if (minutes.length === 0 || Math.min(...minutes) <= 0) return true;
    return minutes.reduce((sum, each) => sum + each, 0) >= fewestMinutes;
  },
  { message: 'must open for at least three hours a week, or a long promise would never come due' },
);

const dates = z.array(z.iso.date()).max(400);
const holidays = z
  .array(z.strictObject({ date: z.iso.date(), name: z.string().trim().min(1).max(100).optional() }))
  .max(400);

/** An instant, or a day in UTC. */
const validity = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const day24 = 86_400_000;

/** ms since the epoch. */
function startOf(bound: string): number {
  return Date.parse(bound);
}

/** ms since the epoch, exclusive: a day counts to its end. */
function endOf(bound: string): number {
  return Date.parse(bound) + (bound.includes('T') ? 0 : day24);
}

/** Whether an entitlement holds at `now` (ms). */
export function isValidAt({ validFrom, validUntil }: Entitlement, now: number): boolean {
  if (validFrom !== undefined && now < startOf(validFrom)) return false;
  return validUntil === undefined || now < endOf(validUntil);
}

/** `PUT /api/entitlements/{tenantId}`: what a tenant has bought, as operations keep it. */
export const entitlementSchema = z
  .strictObject({
    plan: z.enum(plans),
    country: z.string().regex(/^[A-Za-z]{2,3}$/, 'must be an ISO 3166-1 alpha-2 or alpha-3 code'),
    region: regionSchema.optional().meta({
      description: 'ISO 3166-2 code, for regional holidays: `DE-BY`, or `BY` alone',
      example: 'DE-BY',
    }),
    hours: promiseHoursSchema
      .optional()
      .meta({ description: "The contract's own hours instead of BH-1 to BH-3" }),
    holidays: z
      .strictObject({ add: holidays.optional(), remove: dates.optional() })
      .optional()
      .meta({ description: "The organisation's own additions to and removals from the public holidays" }),
    delegatedPartners: z
      .array(tenantIdSchema)
      .max(200)
      .default([])
      .meta({ description: 'Tenants of partners that may act for this tenant (SUB-4)' }),
    purchasedFrom: z.enum(['microsoft', 'other']).default('microsoft'),
    targets: z
      .strictObject({
        initialResponse: z
          .strictObject({
            A: durationSchema.optional(),
            B: durationSchema.optional(),
            C: durationSchema.optional(),
          })
          .optional(),
      })
      .optional()
      .meta({ description: 'Targets by the contract, for `other` purchases and for Unified (PLAN-4)' }),
    validFrom: validity.optional().meta({ description: 'From when it holds' }),
    validUntil: validity
      .optional()
      .meta({ description: 'Until when it holds: an instant, or the last day', example: '2027-06-30' }),
    services: z.array(z.string().trim().min(1).max(200)).max(500).optional(),
  })
  .refine((e) => !e.targets || e.purchasedFrom === 'other' || e.plan === 'unified' || e.plan === 'premier', {
    path: ['targets'],
    message:
      'only a purchase through another channel or a Unified contract has its own targets (PLAN-4): remove `targets`, or set `purchasedFrom` to `other`',
  })
  .refine(
    ({ validFrom, validUntil }) => !validFrom || !validUntil || startOf(validFrom) < endOf(validUntil),
    {
      path: ['validUntil'],
      message: 'must lie after `validFrom`, or the entitlement would never hold',
    },
  )
  .superRefine((entitlement, context) => {
    for (const field of ['validFrom', 'validUntil'] as const) {
      const bound = entitlement[field];
      if (bound === undefined || isInYears(bound)) continue;
      const message = `${outOfYears}; leave the field out where it holds without a bound`;
      context.addIssue({ code: 'custom', path: [field], message });
    }
  })
  .meta({ id: 'Entitlement', description: 'What a tenant has bought' });

export type Entitlement = z.output<typeof entitlementSchema>;
