/** The policy, its versions, and service incidents. */
import { z } from 'zod';

import { incidentSchema } from '../cases/index.ts';
import { incidentParams, incidentViewSchema } from './incidents.ts';
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
import { policySchema } from '../policy/index.ts';
import { anyRole, type Endpoint } from './endpoint.ts';

const policyVersionParams = z.object({
  version: policySchema.shape.version.meta({ description: 'The name of the version' }),
});

export const policyEndpoints = {
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
} as const satisfies Record<string, Endpoint>;
