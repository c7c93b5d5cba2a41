import { z } from 'zod';

import { contactDetailsSchema, messageSchema } from '../../cases/index.ts';
import { mailActions } from '../../mail/index.ts';
import type { Endpoint } from '../endpoint.ts';

const token = z
  .string()
  .min(1)
  .max(1000)
  .meta({ description: 'What stands behind the language in the link' });
const language = z
  .string()
  .max(20)
  .optional()
  .meta({ description: 'What a refusal is told in, where the link does not say', example: 'ja' });
const action = z.enum(mailActions).meta({ description: 'What is done' });

const linkReadSchema = z.strictObject({ token, language });

const linkActSchema = z.strictObject({
  token,
  language,
  action,
  message: messageSchema,
  contactDetails: contactDetailsSchema
    .pick({ firstName: true, lastName: true, primaryEmailAddress: true, phoneNumber: true })
    .partial()
    .optional()
    .meta({ description: 'Of `changeContact`: what is put otherwise' }),
  confirmed: z
    .boolean()
    .optional()
    .meta({ description: 'Whoever acts is the contact, or acts for it: needed where the mail had copies' }),
});

/** What the page shows, in the customer's language. */
const linkViewSchema = z
  .strictObject({
    language: z.string(),
    title: z.string(),
    lead: z.string(),
    quote: z.strictObject({ label: z.string(), lines: z.array(z.string()) }).optional(),
    facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
    actions: z.array(
      z.strictObject({
        action,
        label: z.string(),
        /** What it leads to, where that may surprise. */
        hint: z.string().optional(),
        fields: z.array(
          z.strictObject({
            name: z.enum(['message', 'firstName', 'lastName', 'primaryEmailAddress', 'phoneNumber']),
            label: z.string(),
            value: z.string(),
            required: z.boolean(),
          }),
        ),
      }),
    ),
    confirm: z
      .strictObject({ sentence: z.string(), label: z.string() })
      .optional()
      .meta({ description: 'What whoever acts has to confirm first' }),
    words: z.strictObject({ choose: z.string(), send: z.string(), back: z.string() }),
  })
  .meta({ id: 'MailLinkView' });
export type LinkView = z.output<typeof linkViewSchema>;

/** How customers act from their mails. */
export const linkEndpoints = {
  readMailLink: {
    id: 'readMailLink',
    method: 'POST',
    path: 'api/mail/links/read',
    summary: 'What a link of a mail shows',
    description:
      'For the page that links of mails lead to (`GET /mail`). The token is the whole of the authority, and is sent in the body so that no log holds it. Changes nothing. Refusals are sentences in the customer’s language.',
    roles: [],
    body: linkReadSchema,
    largestBody: 4096,
    answers: { 200: { description: 'The case as the customer may see it', schema: linkViewSchema } },
    problems: [404, 410, 413, 415, 429],
  },
  actFromMail: {
    id: 'actFromMail',
    method: 'POST',
    path: 'api/mail/links/act',
    summary: 'Do as the customer what a link of a mail offers',
    description:
      'Appends the event that belongs to the action: `customer.replied` (`present`, `answer`), `customer.acceptedResolution`, `customer.rejectedResolution`, `coverage.changed` (`keep24x7`, `businessHours`), `advisory.continued` (`advisory`) or `contact.changed`. The same again does nothing more.',
    roles: [],
    body: linkActSchema,
    largestBody: 64 * 1024,
    answers: {
      200: {
        description: 'Recorded',
        schema: z.strictObject({ language: z.string(), thanks: z.string() }),
      },
    },
    problems: [404, 409, 410, 413, 415, 422, 429],
  },
} as const satisfies Record<string, Endpoint>;
