import { z } from 'zod';

import {
  caseActionSchema,
  entitlementPutSchema,
  incidentSchema,
  submissionSchema,
  tenantIdSchema,
} from '../cases/index.ts';
import {
  calendarApplyViewSchema,
  calendarLayerPutSchema,
  calendarLayerViewSchema,
  calendarPlaceParams,
  calendarPlaceQuery,
  calendarPreviewQuery,
} from './time/calendarLayers.ts';
import { calendarQuerySchema, calendarsViewSchema, calendarViewSchema } from './time/calendars.ts';
import { incidentParams, incidentViewSchema } from './incidents.ts';
import { proofQuerySchema } from './time/proofPage.ts';
import { clockProofSchema } from './time/proofs.ts';
import { readyViewSchema } from './readiness.ts';
import {
  policyPreviewSchema,
  policyPreviewViewSchema,
  previewQuerySchema,
  policyPutSchema,
  policyPutViewSchema,
  policyRuleViewSchema,
  policyVersionsViewSchema,
  policyViewSchema,
} from './policies.ts';
import { policySchema } from '../policy/index.ts';
import {
  deadlineSchema,
  deadlinesQuerySchema,
  deadlinesSchema,
  deadlineViewSchema,
  largestDeadlines,
  mostDeadlines,
  mostSegments,
} from './time/deadlines.ts';
import type { Elements } from './input/parse.ts';
import {
  alarmsViewSchema,
  caseItemSchema,
  caseViewSchema,
  entitlementViewSchema,
  listQuerySchema,
  pageSchemaOf,
  pageQuerySchema,
  timelineEntrySchema,
  timelineQuerySchema,
} from './schemas.ts';

/** One call of the HTTP API: what the function parses by and what the OpenAPI document says. */
export interface Endpoint {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Without a leading slash, as Azure Functions routes are written. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** Roles of which the token needs one; empty: no token. */
  readonly roles: readonly ('integration' | 'engineer' | 'operations')[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Where the body may be an array: what it holds. It is then parsed element by element. */
  readonly elements?: Elements;
  /** The largest body that is read, in bytes; `usualBody` unless it says otherwise. */
  readonly largestBody?: number;
  /** Request headers that are honoured. */
  readonly headers?: readonly ('Idempotency-Key' | 'If-Match' | 'If-None-Match')[];
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
  /** Problem statuses besides 400, 401, 403 and 503. */
  readonly problems?: readonly number[];
}

const anyRole = ['integration', 'engineer', 'operations'] as const;
const caseParams = z.object({ id: z.string().max(64).meta({ description: 'Its id, or its reference' }) });
const tenantParams = z.object({ tenantId: tenantIdSchema });
const policyVersionParams = z.object({ version: policySchema.shape.version });
const status = z.strictObject({ status: z.string() });

export const endpoints = {
  submitCase: {
    id: 'submitCase',
    method: 'POST',
    path: 'api/cases',
    summary: 'Submit a case',
    description:
      'The policy judges plan, category and submitter against the entitlement of the tenant, and starts the initial response clock.',
    roles: anyRole,
    body: submissionSchema,
    headers: ['Idempotency-Key'],
    answers: { 201: { description: 'The case with its clocks', schema: caseViewSchema } },
    problems: [409, 413, 415, 422],
  },
  readCase: {
    id: 'readCase',
    method: 'GET',
    path: 'api/cases/{id}',
    summary: 'Read a case with its clocks',
    roles: anyRole,
    params: caseParams,
    headers: ['If-None-Match'],
    answers: {
      200: { description: 'The case as it is now', schema: caseViewSchema },
      304: { description: 'It has not changed' },
    },
    problems: [404],
  },
  listCases: {
    id: 'listCases',
    method: 'GET',
    path: 'api/cases',
    summary: 'List cases, newest first',
    roles: anyRole,
    query: listQuerySchema,
    answers: { 200: { description: 'A page', schema: pageSchemaOf(caseItemSchema) } },
  },
  actOnCase: {
    id: 'actOnCase',
    method: 'POST',
    path: 'api/cases/{id}/events',
    summary: 'Record what happened on a case',
    roles: anyRole,
    params: caseParams,
    body: caseActionSchema,
    headers: ['Idempotency-Key', 'If-Match'],
    answers: { 200: { description: 'The case as it then is', schema: caseViewSchema } },
    problems: [404, 409, 412, 413, 415, 422],
  },
  readTimeline: {
    id: 'readTimeline',
    method: 'GET',
    path: 'api/cases/{id}/timeline',
    summary: 'Everything that happened on a case, and why',
    roles: anyRole,
    params: caseParams,
    query: timelineQuerySchema,
    answers: { 200: { description: 'A page', schema: pageSchemaOf(timelineEntrySchema) } },
    problems: [404],
  },
  readClockProof: {
    id: 'readClockProof',
    method: 'GET',
    path: 'api/cases/{id}/clocks/{kind}/proof',
    summary: 'Why a clock comes due when it does',
    description:
      '`kind` names the latest clock of a kind, or one clock by its id. Segments come in pages where there are many.',
    roles: anyRole,
    params: caseParams.extend({ kind: z.string().max(64) }),
    query: proofQuerySchema,
    answers: { 200: { description: 'Segments that add up to the target', schema: clockProofSchema } },
    problems: [404],
  },
  readEntitlement: {
    id: 'readEntitlement',
    method: 'GET',
    path: 'api/entitlements/{tenantId}',
    summary: 'What a tenant has bought',
    roles: ['operations'],
    params: tenantParams,
    answers: { 200: { description: 'The entitlement', schema: entitlementViewSchema } },
    problems: [404],
  },
  putEntitlement: {
    id: 'putEntitlement',
    method: 'PUT',
    path: 'api/entitlements/{tenantId}',
    summary: 'Record what a tenant has bought',
    description: 'Holds for cases submitted from now on; open cases keep what they were stamped with.',
    roles: ['operations'],
    params: tenantParams,
    body: entitlementPutSchema,
    headers: ['If-Match'],
    answers: {
      200: { description: 'Replaced', schema: entitlementViewSchema },
      201: { description: 'Created', schema: entitlementViewSchema },
    },
    problems: [412, 413, 415],
  },
  listAlarms: {
    id: 'listAlarms',
    method: 'GET',
    path: 'api/operations/alarms',
    summary: 'Every alarm with its next wake, lateness and failures',
    roles: ['operations'],
    query: pageQuerySchema,
    answers: { 200: { description: 'A page', schema: alarmsViewSchema } },
  },
  restartAlarm: {
    id: 'restartAlarm',
    method: 'POST',
    path: 'api/operations/alarms/{id}/restart',
    summary: 'Replace an alarm that has failed or hangs',
    description: '`id` is the case id or the instance id. The new alarm is a new instance of the next epoch.',
    roles: ['operations'],
    params: z.object({ id: z.string().max(80) }),
    answers: {
      200: {
        description: 'The new instance',
        schema: z.strictObject({ caseId: z.string(), instanceId: z.string() }),
      },
    },
    problems: [404, 409],
  },
  computeDeadlines: {
    id: 'computeDeadlines',
    method: 'POST',
    path: 'api/deadlines',
    summary: 'When a duration is over, with the proof',
    description: `One deadline, or an array of up to ${mostDeadlines} that is answered in the same order. No case is needed and nothing is kept. Proofs of more than ${mostSegments} segments together are refused with 422 \`answer.tooLarge\`.`,
    roles: anyRole,
    query: deadlinesQuerySchema,
    body: deadlinesSchema,
    elements: { schema: deadlineSchema, most: mostDeadlines },
    largestBody: largestDeadlines,
    answers: {
      200: {
        description: 'The due instant with its proof, or an array of them',
        schema: z.union([deadlineViewSchema, z.array(deadlineViewSchema)]),
      },
    },
    problems: [413, 415, 422],
  },
  listCalendars: {
    id: 'listCalendars',
    method: 'GET',
    path: 'api/calendars',
    summary: 'Every country calendar',
    roles: anyRole,
    answers: { 200: { description: 'All countries', schema: calendarsViewSchema } },
  },
  readCalendar: {
    id: 'readCalendar',
    method: 'GET',
    path: 'api/calendars/{country}',
    summary: 'Hours, holidays and next opening of a country',
    roles: anyRole,
    params: z.object({ country: z.string().max(16) }),
    query: calendarQuerySchema,
    answers: { 200: { description: 'The calendar', schema: calendarViewSchema } },
    problems: [404],
  },
  putCalendarLayer: {
    id: 'putCalendarLayer',
    method: 'PUT',
    path: 'api/calendars/{country}',
    summary: 'Put holidays, working days or hours over a calendar of the product',
    description:
      'The body is the whole of what operations put over the calendar of a country, or of a region of it; it replaces what was put before, and the same again makes no new version. A layer of a country counts for those of its regions that have none of their own. `applyTo: "open"` puts open cases under it too, with old and new due instants on their timelines.',
    roles: ['operations'],
    params: calendarPlaceParams,
    query: calendarPlaceQuery,
    body: calendarLayerPutSchema,
    headers: ['If-Match'],
    answers: {
      200: { description: 'It was put last before, too', schema: calendarLayerViewSchema },
      201: { description: 'Kept', schema: calendarLayerViewSchema },
    },
    problems: [404, 412, 413, 415],
  },
  previewCalendarLayer: {
    id: 'previewCalendarLayer',
    method: 'POST',
    path: 'api/calendars/{country}/preview',
    summary: 'What a changed calendar would do to the open cases',
    description:
      'The same body as to put it. Which due instants would move and which would break at once, if open cases were put under it now. Nothing is changed.',
    roles: ['operations'],
    params: calendarPlaceParams,
    query: calendarPreviewQuery,
    body: calendarLayerPutSchema,
    answers: { 200: { description: 'What would move', schema: policyPreviewViewSchema } },
    problems: [404, 413, 415],
  },
  applyCalendar: {
    id: 'applyCalendar',
    method: 'POST',
    path: 'api/calendars/{country}/apply',
    summary: 'Put open cases under the present calendar',
    description:
      "Open cases of the country, or of one region of it, get what a case submitted now would get: this release's data, and operations' layer that is in force. Each has old and new due instants on its timeline.",
    roles: ['operations'],
    params: calendarPlaceParams,
    query: calendarPlaceQuery,
    answers: { 200: { description: 'What was done', schema: calendarApplyViewSchema } },
    problems: [404],
  },
  readPolicy: {
    id: 'readPolicy',
    method: 'GET',
    path: 'api/policy',
    summary: 'The policy in force, and its versions',
    roles: anyRole,
    answers: { 200: { description: 'The policy', schema: policyViewSchema } },
  },
  readPolicyRule: {
    id: 'readPolicyRule',
    method: 'GET',
    path: 'api/policy/rules/{id}',
    summary: 'What a rule says',
    roles: anyRole,
    params: z.object({ id: z.string().max(32) }),
    answers: { 200: { description: 'The rule', schema: policyRuleViewSchema } },
    problems: [404],
  },
  listPolicyVersions: {
    id: 'listPolicyVersions',
    method: 'GET',
    path: 'api/policy/versions',
    summary: 'Every version of the policy',
    roles: anyRole,
    answers: { 200: { description: 'All versions', schema: policyVersionsViewSchema } },
  },
  readPolicyVersion: {
    id: 'readPolicyVersion',
    method: 'GET',
    path: 'api/policy/versions/{version}',
    summary: 'One version of the policy',
    roles: anyRole,
    params: policyVersionParams,
    answers: { 200: { description: 'The policy', schema: policySchema } },
    problems: [404],
  },
  putPolicyVersion: {
    id: 'putPolicyVersion',
    method: 'PUT',
    path: 'api/policy/versions/{version}',
    summary: 'Put a new version of the policy in force',
    description:
      'A version never changes once it is put. `applyTo: "open"` puts open cases under it too, with old and new due instants on their timelines.',
    roles: ['operations'],
    params: policyVersionParams,
    body: policyPutSchema,
    answers: {
      200: { description: 'It had been put before', schema: policyPutViewSchema },
      201: { description: 'Kept', schema: policyPutViewSchema },
    },
    problems: [409, 413, 415],
  },
  previewPolicy: {
    id: 'previewPolicy',
    method: 'POST',
    path: 'api/policy/preview',
    summary: 'What a changed policy would do to the open cases',
    description: 'Which due instants would move and which would break at once. Nothing is changed.',
    roles: ['operations'],
    query: previewQuerySchema,
    body: policyPreviewSchema,
    answers: { 200: { description: 'What would move', schema: policyPreviewViewSchema } },
    problems: [413, 415],
  },
  readIncident: {
    id: 'readIncident',
    method: 'GET',
    path: 'api/incidents/{id}',
    summary: 'A service incident',
    roles: ['operations'],
    params: incidentParams,
    answers: { 200: { description: 'The incident', schema: incidentViewSchema } },
    problems: [404],
  },
  putIncident: {
    id: 'putIncident',
    method: 'PUT',
    path: 'api/incidents/{id}',
    summary: 'Register a service incident, or the analysis of it',
    description:
      'Once `rca` is set, the analysis is attached to every case that has asked for it, and their customers are told where it is (RCA-2, RCA-5).',
    roles: ['operations'],
    params: incidentParams,
    body: incidentSchema,
    headers: ['If-Match'],
    answers: {
      200: { description: 'Replaced', schema: incidentViewSchema },
      201: { description: 'Registered', schema: incidentViewSchema },
    },
    problems: [412, 413, 415],
  },
  readOpenApi: {
    id: 'readOpenApi',
    method: 'GET',
    path: 'api/openapi.json',
    summary: 'This document',
    roles: [],
    answers: { 200: { description: 'OpenAPI 3.1' } },
  },
  readHealth: {
    id: 'readHealth',
    method: 'GET',
    path: 'api/health',
    summary: 'Whether the process answers',
    roles: [],
    answers: { 200: { description: 'It does', schema: status } },
  },
  readReady: {
    id: 'readReady',
    method: 'GET',
    path: 'api/ready',
    summary: 'Whether the store answers too',
    roles: [],
    answers: { 200: { description: 'It does', schema: readyViewSchema } },
  },
} as const satisfies Record<string, Endpoint>;
