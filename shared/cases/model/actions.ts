import { z } from 'zod';

import { instantSchema } from '../../policy/index.ts';
import {
  contactDetailsSchema,
  descriptionSchema,
  environmentSchema,
  externalIdSchema,
  identifierSchema,
  labelsSchema,
  messageSchema,
  titleSchema,
} from './submission.ts';
import { causes, incidentScopes, severities } from './vocabulary.ts';

const occurredAt = instantSchema.optional().meta({
  description:
    'When it happened, if before now; never before the last start, pause, resumption, new target or end of its clock',
});

const messageAndInstant = { message: messageSchema, occurredAt };

function action<const T extends string, S extends z.ZodRawShape>(type: T, description: string, shape: S) {
  return z.strictObject({ type: z.literal(type), ...shape, ...messageAndInstant }).meta({ description });
}

const require24X7Response = z
  .boolean()
  .meta({ description: 'The customer works with support around the clock' });

const words = messageSchema.unwrap();

/** Who works on a case. */
export const ownerSchema = z.strictObject({
  id: identifierSchema.meta({ example: 'e-7' }),
  name: identifierSchema.max(100).meta({ example: 'Mika Aalto' }),
});
export type Owner = z.output<typeof ownerSchema>;

/** `POST /api/cases/{id}/events`: everything that can be done to a case. */
export const caseActionSchema = z
  .discriminatedUnion('type', [
    action('engineer.contacted', 'An engineer has contacted the customer and starts work', {}),
    action('engineer.requestedInformation', 'Support has asked the customer for something', {}),
    action('engineer.proposedResolution', 'Support has proposed a resolution', {}),
    z
      .strictObject({
        type: z.literal('engineer.reclassified'),
        category: z.enum(['technical', 'advisory']),
        message: words.meta({ description: 'The reason' }),
        occurredAt,
      })
      .meta({ description: 'A performance case becomes advisory, or break-fix again (BE-7)' }),
    action(
      'response.corrected',
      'The first response was given at another time than recorded, or was never recorded',
      {
        contactedAt: instantSchema.meta({
          description:
            'When the customer was contacted: since the submission, and not after the recorded answer',
        }),
        reason: messageSchema.unwrap().meta({ description: 'Why it was recorded otherwise' }),
      },
    ),
    action('alert.acknowledged', 'Somebody has taken on a case whose first response is broken (ALERT-1)', {
      until: instantSchema
        .optional()
        .meta({ description: 'Until when nobody is told again; absent: for good' }),
    }),
    z
      .strictObject({
        type: z.literal('engineer.updated'),
        message: words.meta({ description: 'What the customer is told' }),
        occurredAt,
      })
      .meta({ description: 'Support tells the customer how things stand; no clock ends by it' }),
    action('contact.changed', 'The case has another contact, or other details of it (COM-1)', {
      contactDetails: contactDetailsSchema,
    }),
    action('details.changed', 'What the case is about is put otherwise', {
      title: titleSchema.optional(),
      description: descriptionSchema.optional(),
      externalId: externalIdSchema.optional(),
      labels: labelsSchema.optional().meta({ description: 'All of them: others are taken off' }),
    }).refine(
      ({ title, description, externalId, labels }) =>
        [title, description, externalId, labels].some((field) => field !== undefined),
      'must change one of title, description, externalId and labels',
    ),
    action('case.assigned', 'Somebody works on the case, or nobody any more', {
      owner: ownerSchema.nullable().meta({ description: 'Null: nobody' }),
    }),
    z
      .strictObject({
        type: z.literal('note.added'),
        message: words.meta({ description: 'Never shown or mailed to the customer' }),
        occurredAt,
      })
      .meta({ description: 'Support notes something for itself' }),
    action('customer.replied', 'The customer has written or called', {}),
    action('customer.acceptedResolution', 'The customer accepts what was proposed; the case is closed', {}),
    action('customer.rejectedResolution', 'The proposed resolution does not help', {}),
    action('investigation.started', 'Support is at work on the problem (ISO-1)', {}),
    action('investigation.paused', 'Support has stopped working on it for now', {}),
    action('investigation.concluded', 'What the investigation found (ISO-2, ISO-3)', {
      cause: z.enum(causes),
      reproducible: z.boolean(),
      evidence: messageSchema.meta({ description: 'What is handed over to the customer or its partner' }),
    }),
    action('severity.changeRequested', 'The customer asks for another severity', {
      severity: z.enum(severities),
      require24X7Response: require24X7Response.optional(),
    }),
    action('coverage.changed', 'The customer chooses other hours', { require24X7Response }),
    action('escalation.requested', 'The customer asks for escalation (PLAN-3)', {}),
    action('rca.requested', 'The customer asks for a root cause analysis (RCA-1 to RCA-5)', {
      incident: z
        .strictObject({
          id: identifierSchema,
          published: z.boolean(),
          affected: z.enum(incidentScopes),
        })
        .optional()
        .meta({ description: 'The service incident whose analysis is asked for' }),
    }),
    action('dataScript.requested', 'A script is to be run on production data (DC-2)', {
      testedInUat: z.boolean(),
      providedBy: z.enum(['customer', 'partner']),
    }),
    action('advisory.continued', 'The customer goes on as an advisory case (BE-3)', {}),
    action('downgrade.approved', 'Operations approve that the severity is lowered', {}),
    action('downgrade.declined', 'Operations decline that', {}),
    action(
      'mail.retryRequested',
      'Operations ask again for a mail that has failed, or waits to be tried again',
      {
        mailId: z.string().min(1).max(100).meta({ description: 'As the timeline names it', example: 'm7' }),
      },
    ),
    action('case.closed', 'The case is closed', {
      duplicateOf: identifierSchema
        .max(64)
        .optional()
        .meta({ description: 'The id or reference of the case of the same tenant that goes on instead' }),
    }),
    action('case.reopenRequested', 'The problem has come back (RE-1 to RE-5)', {
      environment: environmentSchema.required({
        name: true,
        build: true,
        machine: true,
        user: true,
        document: true,
      }),
      sameError: z.boolean(),
      updateInstalled: z.boolean().meta({ description: 'An update, patch or hotfix since the closing' }),
      adviceTried: z.boolean().optional(),
    }),
  ])
  .meta({ id: 'CaseAction', description: 'Something that happened on a case' });

export type CaseActionBody = z.output<typeof caseActionSchema>;
export type CaseActionType = CaseActionBody['type'];

export const caseActionTypes: readonly CaseActionType[] = caseActionSchema.options.map(
  (option) => option.shape.type.value,
);
