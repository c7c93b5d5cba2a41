import { z } from 'zod';

import {
  categories,
  causes,
  clockKinds,
  clockStates,
  closingReasons,
  contactDetailsSchema,
  coverages,
  entitlementSchema,
  environmentSchema,
  externalIdSchema,
  labelsSchema,
  linkKinds,
  ownerSchema,
  plans,
  problemTypes,
  releaseStages,
  severities,
  submitterSchema,
  tenantIdSchema,
} from '../cases/index.ts';
import { instantSchema } from '../policy/index.ts';
import { uncertainSchema } from './time/certainty.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-20T09:00:00Z' });
const reference = z.string().meta({
  description: 'Its short name, to be read out; taken in place of the id wherever one is',
  example: '7K3M-Q9XR-2F0T',
});
const duration = z.string().meta({ description: 'ISO 8601', example: 'PT1H' });
const ruleIds = z
  .array(z.string())
  .meta({ description: 'Ids of the policy rules it rests on', example: ['IR-A'] });

const clockViewSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(clockKinds),
    schedule: z.enum(coverages),
    target: duration,
    state: z.enum(clockStates),
    startedAt: instant.meta({ description: 'What the target counts from' }),
    dueAt: instant.nullable().meta({ description: 'Null while the clock is paused' }),
    uncertain: uncertainSchema.optional(),
    elapsed: duration,
    remaining: duration,
    thresholds: z.array(
      z.strictObject({ percent: z.number(), at: instant.nullable(), reached: z.boolean() }),
    ),
    pausedAt: instant.optional().meta({ description: 'While it is paused, or where it ended so' }),
    stoppedAt: instant.optional().meta({ description: 'When what it waits for came, or it was cancelled' }),
    lateBy: duration.optional().meta({
      description:
        'How long after the due instant that was; of a first response that is still owed: until now',
    }),
    corrected: z
      .strictObject({
        by: z.string(),
        at: instant,
        reason: z.string(),
        from: z.strictObject({
          state: z.enum(clockStates),
          stoppedAt: instant.optional(),
          lateBy: duration.optional(),
        }),
      })
      .optional()
      .meta({ description: 'Operations put right when the first response was given (`response.corrected`)' }),
    rules: ruleIds,
  })
  .meta({ id: 'Clock', description: 'A promise with a target and a due instant' });
export type ClockView = z.output<typeof clockViewSchema>;

const alertsSchema = z
  .strictObject({
    level: z.int().meta({ description: 'Told last; 0 before the first' }),
    round: z.int(),
    acknowledgedBy: z.string().optional().meta({ description: 'Who has taken the case on' }),
    acknowledgedUntil: instant
      .optional()
      .meta({ description: 'Until when nobody is told; absent: for good' }),
  })
  .optional()
  .meta({ description: 'How far operations have been told of a broken first response (ALERT-1)' });

const closingSchema = z.strictObject({
  reason: z.enum(closingReasons),
  duplicateOf: z.string().optional(),
  referral: z.enum(['partnerOrCommunity', 'ownChannel']).optional(),
  handedOver: z.strictObject({ cause: z.enum(causes), evidence: z.string().optional() }).optional(),
});

export const caseViewSchema = z
  .strictObject({
    id: z.string(),
    reference,
    tenantId: z.string(),
    title: z.string(),
    description: z.string().optional(),
    externalId: externalIdSchema.optional(),
    labels: labelsSchema.optional(),
    advancedDiagnosticConsent: z.enum(['yes', 'no']).optional(),
    owner: ownerSchema.optional().meta({ description: 'Who works on it' }),
    status: z.enum(['open', 'closed']),
    severity: z.enum(severities),
    coverage: z.enum(coverages),
    plan: z.enum(plans),
    category: z.enum(categories),
    problemType: z.enum(problemTypes).optional(),
    scope: z.enum(['isolated', 'multipleAreas']).optional(),
    service: z.strictObject({ name: z.string(), releaseStage: z.enum(releaseStages) }),
    environment: environmentSchema.optional(),
    problemStartTime: instant.optional(),
    contactDetails: contactDetailsSchema,
    inaccurateAddresses: z.array(z.string()).optional().meta({
      description:
        'Addresses of the contact that mail does not reach, and that are written to no more (COM-1)',
    }),
    submitter: submitterSchema,
    workingLanguage: z
      .string()
      .meta({ description: 'The language the case is worked in now (LANG-1 to LANG-4)' }),
    workingLanguageUntil: instant.nullable().meta({ description: 'When that changes next; null: never' }),
    workingLanguageRules: ruleIds,
    policyVersion: z.string(),
    rules: ruleIds.meta({ description: 'Ids of the rules by which it was admitted' }),
    submittedAt: instant,
    reopenedAt: instant.optional(),
    closedAt: instant.optional(),
    closing: closingSchema.optional(),
    clocks: z.array(clockViewSchema),
    linkedCases: z.array(
      z.strictObject({
        id: z.string(),
        reference: z
          .string()
          .meta({ description: 'What that case is called on the phone', example: '7K3M-Q9XR-2F0T' }),
        kind: z.enum(linkKinds),
      }),
    ),
    investigation: z
      .strictObject({
        underWay: z.boolean(),
        paused: z.literal(true).optional(),
        at: instant,
        cause: z.enum(causes).optional(),
        reproducible: z.boolean().optional(),
        evidence: z.string().optional(),
      })
      .optional(),
    support: z
      .enum(['full', 'commerciallyReasonable'])
      .optional()
      .meta({ description: 'The kind of support that the cause found gives (ISO-2)' }),
    proposal: z.strictObject({ at: instant, answered: z.boolean() }).optional(),
    downgrade: z
      .strictObject({
        from: z.enum(severities),
        to: z.enum(severities),
        coverage: z.enum(coverages),
        rules: ruleIds,
      })
      .optional()
      .meta({ description: 'Waits for `downgrade.approved` or `downgrade.declined`' }),
    lowered: z
      .strictObject({ from: z.enum(severities), at: instant, rules: ruleIds, restoredBy: z.string() })
      .optional()
      .meta({ description: 'Lowered for silence, and what restores it' }),
    alerts: alertsSchema,
    escalations: z.array(
      z.strictObject({
        key: z.string(),
        count: z.int().meta({ description: 'How many times the customer has asked' }),
        level: z.int(),
        round: z.int(),
        ended: z.boolean(),
        nextAt: instant.nullable(),
      }),
    ),
    incidents: z.array(
      z.strictObject({ id: z.string(), attached: z.boolean(), location: z.string().optional() }),
    ),
    allowed: z.array(z.string()).meta({ description: 'Event types that can be posted now' }),
    sequence: z
      .int()
      .meta({ description: 'Of the last event that changes what a caller decides on: the ETag' }),
  })
  .meta({ id: 'Case' });
export type CaseView = z.output<typeof caseViewSchema>;

/** A case on a list: what is recorded of it. */
export const caseItemSchema = z
  .strictObject({
    id: z.string(),
    reference,
    tenantId: z.string(),
    title: z.string().meta({ description: 'At most 200 characters' }),
    externalId: externalIdSchema.optional(),
    owner: ownerSchema.optional(),
    status: z.enum(['open', 'closed']),
    severity: z.enum(severities),
    coverage: z.enum(coverages),
    plan: z.enum(plans),
    country: z.string(),
    submittedAt: instant,
    policyVersion: z.string(),
    sequence: z.int().meta({ description: 'As in the case: its ETag' }),
    alerts: alertsSchema,
    breached: z.boolean().meta({ description: 'A first response was broken, or has come due' }),
    clocks: z
      .array(
        clockViewSchema
          .pick({
            id: true,
            kind: true,
            schedule: true,
            target: true,
            state: true,
            startedAt: true,
            dueAt: true,
            uncertain: true,
          })
          .extend({
            lateBy: duration.optional().meta({ description: 'For how long a first response is owed' }),
          }),
      )
      .meta({ description: 'Those that still wait' }),
  })
  .meta({ id: 'CaseItem', description: 'A case on a list; GET the case itself for all of it' });
export type CaseItem = z.output<typeof caseItemSchema>;

export const timelineEntrySchema = z
  .strictObject({
    sequence: z.int(),
    type: z.string(),
    at: instant.meta({ description: 'When it was recorded' }),
    decidedAsOf: instant.meta({ description: 'The instant it counts from, however late it was recorded' }),
    by: z.strictObject({ kind: z.enum(['caller', 'system']), id: z.string(), role: z.string() }),
    rules: ruleIds,
    before: z.record(z.string(), z.unknown()).meta({ description: 'What it changed, as it was' }),
    after: z.record(z.string(), z.unknown()).meta({ description: 'What it changed, as it is since' }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'What the event itself carries' }),
    imported: z.literal(true).optional().meta({
      description: 'It was before the case was brought here with its history',
    }),
    overtaken: z.literal(true).optional().meta({
      description: 'It would not have been, had what was told later been known in time',
    }),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.output<typeof timelineEntrySchema>;

export const entitlementViewSchema = entitlementSchema.safeExtend({ tenantId: tenantIdSchema }).meta({
  id: 'TenantEntitlement',
});

export function pageSchemaOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    value: z.array(item),
    nextLink: z.string().optional().meta({ description: 'The next page; absent on the last' }),
  });
}

const pageSize = (usual: number, most: number) =>
  z.coerce
    .number(`must be a whole number from 1 to ${most}`)
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .meta({ description: 'Page size' });
const top = pageSize(50, 200);
const continuation = z.string().max(1000).optional().meta({ description: 'From `nextLink`' });

export const listQuerySchema = z.strictObject({
  status: z.enum(['open', 'closed']).optional().meta({ description: 'Only such' }),
  severity: z.enum(severities).optional().meta({ description: 'Only such' }),
  tenantId: tenantIdSchema.optional(),
  dueBefore: instantSchema.optional().meta({ description: 'Only those whose first response is due before' }),
  externalId: externalIdSchema.optional(),
  breached: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .meta({
      description: '`true`: only those whose first response was broken, or has come due',
    }),
  top,
  continuation,
});

export const pageQuerySchema = z.strictObject({ top, continuation });

export const timelineQuerySchema = z.strictObject({
  top: pageSize(100, 500),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'Only what came after this sequence' }),
});
