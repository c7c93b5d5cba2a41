import { z } from 'zod';

import { addressSchema, instantSchema } from '../../policy/index.ts';
import { categories, contactMethods, problemTypes, releaseStages, severities } from './vocabulary.ts';

/** Text a person wrote: trimmed, without control characters but line breaks and tabs. */
function text(max: number) {
  return (
    z
      .string()
      .trim()
      .min(1)
      .max(max)
      // eslint-disable-next-line no-control-regex -- control characters are what is being refused
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, 'must not contain control characters')
  );
}

function line(max: number) {
  return text(max).regex(/^[^\r\n\t]*$/, 'must be a single line');
}

export const tenantIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    'must be 1 to 128 letters, digits, dots, dashes or underscores',
  )
  .meta({ description: 'The tenant that holds the subscription', example: 'contoso' });

/** An ISO 3166-2 code, with or without its country; whether there is such a region, its calendar says. */
export const regionSchema = z
  .string()
  .regex(/^[A-Za-z0-9]{1,12}(-[A-Za-z0-9]{1,12}){0,2}$/, 'must be an ISO 3166-2 code such as DE-BY');

export const messageSchema = text(8000).optional().meta({ description: 'Free text kept on the timeline' });

export const contactDetailsSchema = z.strictObject({
  firstName: line(100),
  lastName: line(100),
  primaryEmailAddress: addressSchema,
  additionalEmailAddresses: z
    .array(addressSchema)
    .max(10)
    .optional()
    .meta({ description: 'Get a copy of each mail to the contact', example: ['desk@contoso.example'] }),
  preferredContactMethod: z
    .enum(contactMethods)
    .optional()
    .meta({ description: 'How the contact likes to be reached; shown to whoever has to make contact' }),
  phoneNumber: line(40).optional(),
  preferredTimeZone: line(64)
    .optional()
    .meta({ description: 'An IANA or Windows time zone name', example: 'Asia/Tokyo' }),
  country: z
    .string()
    .regex(/^[A-Za-z]{2,3}$/, 'must be an ISO 3166-1 alpha-2 or alpha-3 code')
    .meta({ description: 'ISO 3166-1 alpha-2 or alpha-3 code', example: 'JP' }),
  region: regionSchema.optional().meta({
    description:
      "ISO 3166-2 code, for regional holidays: `DE-BY`, or `BY` alone. Absent: the entitlement's, where the country is the same",
    example: 'DE-BY',
  }),
  preferredSupportLanguage: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a BCP 47 language tag')
    .optional()
    .meta({ description: 'A BCP 47 language tag', example: 'ja' }),
});

export const environmentSchema = z.strictObject({
  name: line(200).optional(),
  build: line(100).optional(),
  machine: line(200).optional(),
  user: line(200).optional(),
  document: line(200).optional(),
  hardware: line(200).optional(),
  updates: z
    .array(line(200))
    .max(100)
    .optional()
    .meta({ description: 'Updates, patches and hotfixes that are installed' }),
});

/** The id of something outside of this product: an incident, say. */
export const identifierSchema = line(128);

export const submitterSchema = z.strictObject({
  id: line(200),
  roles: z
    .array(line(200))
    .max(50)
    .default([])
    .meta({
      description: 'Directory roles on the tenant, by name or by Entra role template id',
      example: ['Power Platform Administrator'],
    }),
  partnerTenantId: tenantIdSchema.optional().meta({ description: "A partner's own tenant (SUB-4)" }),
  benefit: z.enum(['customerPlan', 'partnerBenefit']).optional(),
});

/** Another system's name for a case. */
export const externalIdSchema = identifierSchema.meta({
  description: "Another system's name for the case; need not be unique",
  example: 'INC0012345',
});

export const titleSchema = line(250);
export const descriptionSchema = text(100_000);

const mostLabels = 10;

export const labelsSchema = z
  .record(line(40), line(200))
  .refine((labels) => Object.keys(labels).length <= mostLabels, `must be ${mostLabels} pairs at the most`)
  .meta({ description: 'Short pairs for whoever works with the case', example: { region: 'emea' } });

/** `POST /api/cases`. Field names follow the ticket contract of Microsoft.Support where it has the field. */
export const submissionSchema = z
  .strictObject({
    tenantId: tenantIdSchema,
    title: titleSchema,
    description: descriptionSchema.optional(),
    severity: z.enum(severities),
    require24X7Response: z.boolean().default(false),
    category: z.enum(categories),
    problemType: z.enum(problemTypes).optional(),
    scope: z
      .enum(['isolated', 'multipleAreas'])
      .optional()
      .meta({ description: 'Performance problems only' }),
    service: z.strictObject({
      name: line(200),
      releaseStage: z.enum(releaseStages).default('generallyAvailable'),
    }),
    environment: environmentSchema.optional(),
    problemStartTime: instantSchema.optional(),
    contactDetails: contactDetailsSchema,
    submitter: submitterSchema,
    externalId: externalIdSchema.optional(),
    labels: labelsSchema.optional(),
    advancedDiagnosticConsent: z
      .enum(['yes', 'no'])
      .optional()
      .meta({ description: 'Whether support may collect diagnostics in the environment' }),
    relatedTo: line(64)
      .optional()
      .meta({ description: 'The id or reference of an earlier case of the tenant' }),
  })
  .meta({ description: 'A support request' });

export type ContactDetails = z.output<typeof contactDetailsSchema>;
export type Submission = z.output<typeof submissionSchema>;
