import { z } from 'zod';
import { causes, contactMethods, coverages, plans, severities } from '../../../cases/index.ts';
import { customerKinds, sharedSchema } from './customerKinds.ts';
import { operationsKinds } from './operationsKinds.ts';
import { pageSchema } from './page.ts';
import { text, words, wrongForms } from './text.ts';

/** What stands before each fact that a customer is told. */
const customerLabels = [
  'reference',
  'title',
  'service',
  'severity',
  'severityBefore',
  'coverage',
  'plan',
  'submitted',
  'due',
  'wasDue',
  'answerBefore',
  'askBefore',
  'reopenBefore',
  'target',
  'used',
  'remaining',
  'cause',
  'incident',
  'location',
  'contact',
  'address',
  'copies',
  'phone',
] as const;

/** What stands before each fact that operations are told. */
const operationsLabels = [
  'reference',
  'title',
  'tenant',
  'service',
  'severity',
  'severityProposed',
  'coverage',
  'plan',
  'due',
  'wasDue',
  'unsure',
  'decided',
  'target',
  'remaining',
  'level',
  'owner',
  'toldBefore',
  'contact',
  'address',
  'phone',
  'contactMethod',
  'caseOwner',
  'failedKind',
  'failedReason',
  'rules',
] as const;
export type Label = (typeof customerLabels)[number] | (typeof operationsLabels)[number];

/** What a reader can do from the mail itself. */
export const mailActions = [
  'present',
  'answer',
  'accept',
  'reject',
  'keep24x7',
  'businessHours',
  'advisory',
  'changeContact',
] as const;
export type MailAction = (typeof mailActions)[number];

/** How the language writes times. */
const times = z.strictObject({
  /** `9:05` or `09:05`. */
  hour: z.enum(['numeric', '2-digit']),
  weekday: z.enum(['long', 'short']),
  /** A day of a year, and one soon. */
  date: text('weekday', 'date'),
  day: text('weekday', 'day'),
  instant: text('date', 'time', 'zone'),
  from: text('from', 'to'),
  days: text('first', 'last'),
  opening: text('days', 'times'),
  hours: text('week', 'zone', 'count', 'days'),
});

const file = {
  /** BCP 47 tag for dates, numbers and plural forms; the file's name is the language's. */
  locale: z.string().refine((tag) => Intl.DateTimeFormat.supportedLocalesOf([tag]).length === 1, {
    error: 'must be a locale that Intl knows',
  }),
  headings: words(['next', 'act']),
  times,
  /** Between what something is called and what it is: `Severity: A`. */
  colon: z.enum([': ', '\u00a0: ', '：']),
  why: text('rules'),
};
const word = { severity: words(severities), coverage: words(coverages), plan: words(plans) };

/** Every plural form is one that the language has, and none is missing. */
function formsOfItsLanguage(messages: { readonly locale: string }, context: z.RefinementCtx): void {
  const visit = (value: unknown, path: string[]): void => {
    if (typeof value === 'string') {
      if (!value.includes('plural,') && !value.includes('selectordinal,')) return;
      const wrong = wrongForms(value, messages.locale);
      if (wrong.length === 0) return;
      const message = `forms that ${messages.locale} does not have, or lacks: ${wrong.join(', ')}`;
      context.addIssue({ code: 'custom', path, message });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name]);
    }
  };
  visit(messages, []);
}

/** What every language file holds: the same kinds, the same sentences, the same placeholders. */
export const customerSchema = z
  .strictObject({
    ...file,
    words: z.strictObject({ ...word, cause: words(causes) }),
    labels: words(customerLabels),
    quotes: words(['engineer', 'evidence', 'closing']),
    greeting: text('name'),
    signature: text('brand'),
    /** In place of the operator's name, where none is set. */
    unnamed: words(['head', 'signature']),
    page: pageSchema,
    footer: text('reference'),
    /** For one who was the contact until now. */
    formerFooter: text('reference'),
    /** Why the mail is in English although the customer prefers another language (LANG-3). */
    otherLanguage: text('language').optional(),
    actions: words(mailActions),
    shared: sharedSchema,
    kinds: customerKinds,
  })
  .superRefine(formsOfItsLanguage);

/** The one file of operations' mail, which is in English. */
export const operationsSchema = z
  .strictObject({
    ...file,
    words: z.strictObject({ ...word, contactMethod: words(contactMethods) }),
    labels: words(operationsLabels),
    quotes: words(['customer']),
    footer: text('reference', 'tenant'),
    /** The button that leads to the case on the page of operations. */
    openCase: text(),
    kinds: operationsKinds,
  })
  .superRefine(formsOfItsLanguage);

export type CustomerMessages = z.infer<typeof customerSchema>;
export type OperationsMessages = z.infer<typeof operationsSchema>;
export type Kinds = CustomerMessages['kinds'] & OperationsMessages['kinds'];
export type SharedSentence = keyof CustomerMessages['shared'];
export type QuoteLabel = keyof CustomerMessages['quotes'] | keyof OperationsMessages['quotes'];
