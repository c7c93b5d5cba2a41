import { z } from 'zod';
import { causes, contactMethods, coverages, plans, severities } from '../../../cases/index.ts';
import { kindsSchema } from './kinds.ts';
import { text, words } from './text.ts';

/** What stands before each fact of the list. */
export const labels = [
  'case',
  'title',
  'tenant',
  'service',
  'severity',
  'severityBefore',
  'severityProposed',
  'coverage',
  'plan',
  'submitted',
  'due',
  'wasDue',
  'unsure',
  'answerBefore',
  'askBefore',
  'reopenBefore',
  'target',
  'used',
  'remaining',
  'cause',
  'incident',
  'location',
  'level',
  'owner',
  'contact',
  'address',
  'copies',
  'phone',
  'contactMethod',
  'caseOwner',
  'failedKind',
  'failedReason',
  'rules',
] as const;
export type Label = (typeof labels)[number];

/** What stands before a text that somebody wrote. */
export const quoteLabels = ['engineer', 'customer', 'evidence', 'closing'] as const;
export type QuoteLabel = (typeof quoteLabels)[number];

/** What every language file holds: the same kinds, the same sentences, the same placeholders. */
export const messagesSchema = z.strictObject({
  /** BCP 47 tag for dates and numbers; the file's name is the language's. */
  locale: z.string().refine((tag) => Intl.DateTimeFormat.supportedLocalesOf([tag]).length === 1, {
    error: 'must be a locale that Intl knows',
  }),
  words: z.strictObject({
    severity: words(severities),
    coverage: words(coverages),
    plan: words(plans),
    cause: words(causes),
    contactMethod: words(contactMethods),
  }),
  labels: words(labels),
  quotes: words(quoteLabels),
  times: z.strictObject({ instant: text('local', 'zone', 'utc'), utc: text('utc') }),
  greeting: text('firstName', 'lastName'),
  signature: text(),
  footer: z.strictObject({ customer: text('reference'), operations: text('reference', 'tenant') }),
  kinds: kindsSchema,
});

export type Messages = z.infer<typeof messagesSchema>;
