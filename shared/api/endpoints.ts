import { z } from 'zod';

import {
  caseActionSchema,
  entitlementSchema,
  mostHistory,
  submitCaseSchema,
  tenantIdSchema,
} from '../cases/index.ts';
import { proofQuerySchema } from './time/proofPage.ts';
import { clockProofSchema } from './time/proofs.ts';
import { readyViewSchema } from './readiness.ts';
import { eventGridSchema, replySchema } from '../mail/index.ts';
import { anyRole, type Endpoint } from './endpoint.ts';
import { linkEndpoints } from './links/endpoints.ts';
import { operationsEndpoints } from './operations/endpoints.ts';
import { policyEndpoints } from './policyEndpoints.ts';
import { timeEndpoints } from './time/endpoints.ts';
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

const caseParams = z.object({ id: z.string().max(64).meta({ description: 'Its id, or its reference' }) });
const tenantParams = z.object({ tenantId: tenantIdSchema });
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
  ...timeEndpoints,
  ...policyEndpoints,
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
