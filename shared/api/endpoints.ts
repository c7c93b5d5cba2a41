import { z } from 'zod';

import {
  caseActionSchema,
  entitlementSchema,
  incidentSchema,
  mostHistory,
  submitCaseSchema,
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
  policyVersionViewSchema,
  policyViewSchema,
} from './policies.ts';
import { eventGridSchema, replySchema } from '../mail/index.ts';
import { policySchema } from '../policy/index.ts';
import {
  deadlineSchema,
  deadlinesQuerySchema,
  deadlinesSchema,
  largestDeadlines,
  mostDeadlines,
} from './time/deadlineAsked.ts';
import { deadlineViewSchema } from './time/deadlines.ts';
import { mostSegments } from './time/segments.ts';
import type { Endpoint } from './endpoint.ts';
import { linkEndpoints } from './links/endpoints.ts';
import { operationsEndpoints } from './operations/endpoints.ts';
import {
  caseItemSchema,
  caseViewSchema,
  entitlementViewSchema,
  listQuerySchema,
  pageSchemaOf,
  timelineEntrySchema,
  timelineQuerySchema,
} from './schemas.ts';

export type { Endpoint };

const anyRole = ['integration', 'engineer', 'operations'] as const;
const caseParams = z.object({ id: z.string().max(64).meta({ description: 'Its id, or its reference' }) });
const tenantParams = z.object({ tenantId: tenantIdSchema });
const policyVersionParams = z.object({
  version: policySchema.shape.version.meta({ description: 'The name of the version' }),
});
const status = z.strictObject({ status: z.string() });

export const endpoints = {
  submitCase: {
    id: 'submitCase',
    method: 'POST',
    path: 'api/cases',
    summary: 'Submit a case',
    description: `The policy judges plan, category and submitter against the entitlement of the tenant, and starts the initial response clock. An integration of the operator’s own tenant may bring a case along with its past: \`submittedAt\` and up to ${mostHistory} \`events\`, 1 MB together. Clocks are then as they would have been; nothing of the past is mailed or alarmed.`,
    roles: anyRole,
    forAnyTenant: true,
    body: submitCaseSchema,
    // Events with their fields, beside the submission.
    ofHome: { largest: 1024 * 1024, values: 3500 + 25 * mostHistory },
    headers: ['Idempotency-Key'],
    answers: {
      201: { description: 'The case with its clocks', schema: caseViewSchema, headers: ['ETag', 'Location'] },
    },
    problems: [409, 413, 415, 422],
  },
  readCase: {
    id: 'readCase',
    method: 'GET',
    path: 'api/cases/{id}',
    summary: 'Read a case with its clocks',
    description:
      'Clocks and what can be posted are as they are at this instant. Its `ETag` says which state one decides on.',
    roles: anyRole,
    forAnyTenant: true,
    params: caseParams,
    headers: ['If-None-Match'],
    answers: {
      200: { description: 'The case as it is now', schema: caseViewSchema, headers: ['ETag'] },
      304: { description: 'It has not changed', headers: ['ETag'] },
    },
    problems: [404],
  },
  listCases: {
    id: 'listCases',
    method: 'GET',
    path: 'api/cases',
    summary: 'List cases, newest first',
    description:
      'Those that the token may see: of its own tenant and of those that have delegated to it. Of each what is recorded; the case itself says all.',
    roles: anyRole,
    forAnyTenant: true,
    query: listQuerySchema,
    answers: { 200: { description: 'A page', schema: pageSchemaOf(caseItemSchema) } },
  },
  actOnCase: {
    id: 'actOnCase',
    method: 'POST',
    path: 'api/cases/{id}/events',
    summary: 'Record what happened on a case',
    description:
      'The one way to change a case. `type` names what happened; `allowed` of the case lists what is possible now, and an answer of 409 does too.',
    roles: anyRole,
    forAnyTenant: true,
    params: caseParams,
    body: caseActionSchema,
    headers: ['Idempotency-Key', 'If-Match'],
    answers: { 200: { description: 'The case as it then is', schema: caseViewSchema, headers: ['ETag'] } },
    problems: [404, 409, 412, 413, 415, 422],
  },
  readTimeline: {
    id: 'readTimeline',
    method: 'GET',
    path: 'api/cases/{id}/timeline',
    summary: 'Everything that happened on a case, and why',
    description:
      'Every event in order, with the rules that decided it and what it changed, as far as the token may see it.',
    roles: anyRole,
    forAnyTenant: true,
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
    forAnyTenant: true,
    params: caseParams.extend({
      kind: z
        .string()
        .max(64)
        .meta({ description: 'The kind of a clock, or its id', example: 'initialResponse' }),
    }),
    query: proofQuerySchema,
    answers: { 200: { description: 'Segments that add up to the target', schema: clockProofSchema } },
    problems: [404],
  },
  readEntitlement: {
    id: 'readEntitlement',
    method: 'GET',
    path: 'api/entitlements/{tenantId}',
    summary: 'What a tenant has bought',
    description: 'The plan of the tenant, where it is, and who may act for it.',
    roles: ['operations'],
    params: tenantParams,
    answers: { 200: { description: 'The entitlement', schema: entitlementViewSchema, headers: ['ETag'] } },
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
    body: entitlementSchema,
    headers: ['If-Match'],
    answers: {
      200: { description: 'Replaced', schema: entitlementViewSchema, headers: ['ETag'] },
      201: { description: 'Created', schema: entitlementViewSchema, headers: ['ETag'] },
    },
    problems: [412, 413, 415],
  },
  ...operationsEndpoints,
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
    description: 'What holds in each country now: time zones, hours, and how far its holidays are known.',
    roles: anyRole,
    answers: { 200: { description: 'All countries', schema: calendarsViewSchema } },
  },
  readCalendar: {
    id: 'readCalendar',
    method: 'GET',
    path: 'api/calendars/{country}',
    summary: 'Hours, holidays and next opening of a country',
    description:
      'Hours and holidays as cases submitted now get them, with layers of operations, and where days are not sure.',
    roles: anyRole,
    params: calendarPlaceParams,
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
      200: { description: 'It was put last before, too', schema: calendarLayerViewSchema, headers: ['ETag'] },
      201: { description: 'Kept', schema: calendarLayerViewSchema, headers: ['ETag'] },
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
    description: 'What cases submitted now are judged by.',
    roles: anyRole,
    answers: { 200: { description: 'The policy', schema: policyViewSchema } },
  },
  readPolicyRule: {
    id: 'readPolicyRule',
    method: 'GET',
    path: 'api/policy/rules/{id}',
    summary: 'What a rule says',
    description: 'The sentence of a rule, made from the data that decides. Answers name rules by these ids.',
    roles: anyRole,
    params: z.object({ id: z.string().max(32).meta({ description: 'Of the rule', example: 'IR-A' }) }),
    answers: { 200: { description: 'The rule', schema: policyRuleViewSchema } },
    problems: [404],
  },
  listPolicyVersions: {
    id: 'listPolicyVersions',
    method: 'GET',
    path: 'api/policy/versions',
    summary: 'Every version of the policy',
    description:
      'Each with since when it is in force and how it differs from the one before; for operations, how far it has been put over open cases.',
    roles: anyRole,
    answers: { 200: { description: 'All versions', schema: policyVersionsViewSchema } },
  },
  readPolicyVersion: {
    id: 'readPolicyVersion',
    method: 'GET',
    path: 'api/policy/versions/{version}',
    summary: 'One version of the policy',
    description: 'As it was put. Open cases go on under the version they were submitted under.',
    roles: anyRole,
    params: policyVersionParams,
    answers: { 200: { description: 'The policy', schema: policyVersionViewSchema } },
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
    description:
      'As operations have registered it, how many cases wait for its analysis, and how far that has been attached.',
    roles: ['operations'],
    params: incidentParams,
    answers: { 200: { description: 'The incident', schema: incidentViewSchema, headers: ['ETag'] } },
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
      200: { description: 'Replaced', schema: incidentViewSchema, headers: ['ETag'] },
      201: { description: 'Registered', schema: incidentViewSchema, headers: ['ETag'] },
    },
    problems: [412, 413, 415],
  },
  ...linkEndpoints,
  takeMailReports: {
    id: 'takeMailReports',
    method: 'POST',
    path: 'api/mail/reports',
    summary: 'Delivery reports of Azure Communication Services, from Event Grid',
    description:
      'In Event Grid’s own schema, with an access token of the application that `MAIL_REPORTS_APP_ID` names. The validation of a subscription is answered. What is no report about a mail of this product is passed over.',
    roles: [],
    body: eventGridSchema,
    largestBody: 1024 * 1024,
    mostValues: 100_000,
    answers: {
      200: { description: 'Recorded', schema: z.strictObject({ validationResponse: z.string().optional() }) },
    },
    problems: [401, 403, 413, 415],
  },
  takeMailReply: {
    id: 'takeMailReply',
    method: 'POST',
    path: 'api/mail/replies',
    summary: 'A mail that somebody has sent to us',
    description:
      'From an inbound mail service, signed as Standard Webhooks says with the secret in `MAIL_REPLIES_SECRET`. An answer of a contact becomes `customer.replied`. What a program has sent, or somebody else, is noted for operations (`reply.noted`) and moves no clock.',
    roles: [],
    body: replySchema,
    largestBody: 1024 * 1024,
    answers: {
      200: {
        description: 'Taken: it need not come again',
        schema: z.strictObject({ outcome: z.enum(['recorded', 'noted', 'known', 'unknown']) }),
      },
    },
    problems: [401, 413, 415],
  },
  readOpenApi: {
    id: 'readOpenApi',
    method: 'GET',
    path: 'api/openapi.json',
    summary: 'This document',
    description: 'Made from the schemas by which requests are parsed.',
    roles: [],
    answers: { 200: { description: 'OpenAPI 3.1' } },
  },
  readHealth: {
    id: 'readHealth',
    method: 'GET',
    path: 'api/health',
    summary: 'Whether the process answers',
    description: 'Says nothing of what the process depends on: for whoever starts it again.',
    roles: [],
    answers: { 200: { description: 'It does', schema: status } },
  },
  readReady: {
    id: 'readReady',
    method: 'GET',
    path: 'api/ready',
    summary: 'Whether the store answers too',
    description:
      'Whether requests can be served, and what is degraded meanwhile: for whoever sends them here.',
    roles: [],
    answers: { 200: { description: 'It does', schema: readyViewSchema } },
  },
} as const satisfies Record<string, Endpoint>;
