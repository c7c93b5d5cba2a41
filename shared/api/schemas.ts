import { z } from 'zod';

import { caseActionTypes } from '../cases/commands.ts';
import { entitlementSchema } from '../cases/entitlement.ts';
import {
  environmentSchema,
  contactDetailsSchema,
  instantSchema,
  messageSchema,
  submitterSchema,
  tenantIdSchema,
} from '../cases/submission.ts';
import {
  categories,
  clockKinds,
  clockStates,
  coverages,
  plans,
  problemTypes,
  releaseStages,
  severities,
} from '../cases/vocabulary.ts';

const instant = z.string().meta({ description: 'UTC, ISO 8601', example: '2026-11-20T09:00:00Z' });
const duration = z.string().meta({ description: 'ISO 8601', example: 'PT1H' });
const ruleIds = z
  .array(z.string())
  .meta({ description: 'Ids of the policy rules it rests on', example: ['IR-A'] });

/** `POST /api/cases/{id}/events`. */
export const caseActionSchema = z
  .strictObject({
    type: z.enum(caseActionTypes),
    message: messageSchema,
    occurredAt: instantSchema
      .optional()
      .meta({ description: 'When it happened, if before now; never before the last event of its clock' }),
  })
  .meta({ id: 'CaseAction', description: 'Something that happened on a case' });

export const clockViewSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(clockKinds),
    schedule: z.enum(coverages),
    target: duration,
    state: z.enum(clockStates),
    startedAt: instant,
    dueAt: instant,
    elapsed: duration,
    remaining: duration,
    thresholds: z.array(z.strictObject({ percent: z.int(), at: instant, reached: z.boolean() })),
    stoppedAt: instant.optional().meta({ description: 'When what it waits for came, or it was cancelled' }),
    lateBy: duration.optional().meta({ description: 'How long after the due instant that was' }),
    rules: ruleIds,
  })
  .meta({ id: 'Clock', description: 'A promise with a target and a due instant' });
export type ClockView = z.output<typeof clockViewSchema>;

export const caseViewSchema = z
  .strictObject({
    id: z.string(),
    tenantId: z.string(),
    title: z.string(),
    description: z.string().optional(),
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
    submitter: submitterSchema,
    workingLanguage: z
      .string()
      .meta({ description: 'The language the case is worked in now (LANG-1 to LANG-4)' }),
    workingLanguageUntil: instant.nullable().meta({ description: 'When that changes next; null: never' }),
    policyVersion: z.string(),
    submittedAt: instant,
    closedAt: instant.optional(),
    clocks: z.array(clockViewSchema),
    linkedCases: z.array(z.strictObject({ id: z.string(), kind: z.string() })),
    sequence: z
      .int()
      .meta({ description: 'Of the last event that changes what a caller decides on: the ETag' }),
  })
  .meta({ id: 'Case' });
export type CaseView = z.output<typeof caseViewSchema>;

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
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.output<typeof timelineEntrySchema>;

export const entitlementViewSchema = entitlementSchema.safeExtend({ tenantId: tenantIdSchema }).meta({
  id: 'TenantEntitlement',
});

export const alarmViewSchema = z
  .strictObject({
    caseId: z.string(),
    instanceId: z.string().nullable().meta({ description: 'The orchestration instance; null: none yet' }),
    runtimeStatus: z
      .string()
      .meta({ description: 'As Durable Functions reports it; `Unknown` when it has no such instance' }),
    nextWake: instant.nullable(),
    lateness: z
      .int()
      .meta({ description: 'Milliseconds by which the next wake is overdue; 0 when it is not' }),
    failures: z.int().meta({ description: 'Sweep attempts that failed in a row' }),
    lastError: z.string().optional(),
  })
  .meta({ id: 'Alarm' });
export type AlarmView = z.output<typeof alarmViewSchema>;

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    value: z.array(item),
    nextLink: z.string().optional().meta({ description: 'The next page; absent on the last' }),
  });
}

export const alarmsViewSchema = pageOf(alarmViewSchema).extend({
  backlog: z
    .strictObject({ count: z.int(), oldest: instant.nullable() })
    .meta({ description: 'Wakes overdue by more than the grace of the sweep' }),
});

const top = z.coerce
  .number('must be a whole number from 1 to 200')
  .int()
  .min(1)
  .max(200)
  .default(50)
  .meta({ description: 'Page size' });
const continuation = z.string().max(1000).optional().meta({ description: 'From `nextLink`' });

export const listQuerySchema = z.strictObject({
  status: z.enum(['open', 'closed']).optional(),
  severity: z.enum(severities).optional(),
  tenantId: tenantIdSchema.optional(),
  dueBefore: instantSchema.optional(),
  breached: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  top,
  continuation,
});

export const pageQuerySchema = z.strictObject({ top, continuation });

export const timelineQuerySchema = z.strictObject({
  top,
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'Only what came after this sequence' }),
});
