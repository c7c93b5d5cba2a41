import { z } from 'zod';
import { coverages, plans, severities } from '../../cases/vocabulary.ts';

/** Placeholders look like `{caseId}`. */
export const placeholder = /\{(\w+)\}/g;

export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name))].sort();
}

/** A sentence that holds exactly these placeholders, so that no language loses a fact that another tells. */
function text(...names: string[]) {
  const expected = [...names].sort().join(', ');
  return z
    .string()
    .trim()
    .min(1)
    .refine((value) => placeholdersIn(value).join(', ') === expected, {
      error: `must hold exactly these placeholders: ${expected || 'none'}`,
    });
}

/**
 * The texts of one kind, by the placeholders of each. `next` holds what happens next, by name: which of them a mail
 * shows is decided in code.
 */
function kind<Next extends z.ZodRawShape>(
  subject: string[],
  heading: string[],
  body: readonly [string[], ...string[][]],
  next: Next,
) {
  const [first, ...rest] = body;
  return z.strictObject({
    subject: text('caseId', ...subject),
    heading: text(...heading),
    body: z.tuple([text(...first), ...rest.map((names) => text(...names))]),
    nextHeading: text(),
    next: z.strictObject(next),
  });
}

function words<const Keys extends readonly [string, ...string[]]>(keys: Keys) {
  return z.strictObject(
    Object.fromEntries(keys.map((key) => [key, text()])) as Record<Keys[number], ReturnType<typeof text>>,
  );
}

export const labels = [
  'case',
  'title',
  'tenant',
  'service',
  'severity',
  'coverage',
  'plan',
  'submitted',
  'due',
  'wasDue',
  'target',
  'remaining',
  'rules',
] as const;
export type Label = (typeof labels)[number];

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
  }),
  labels: words(labels),
  times: z.strictObject({ instant: text('local', 'zone', 'utc'), utc: text('utc') }),
  greeting: text('firstName', 'lastName'),
  signature: text(),
  footer: z.strictObject({ customer: text('caseId'), operations: text('caseId', 'tenant') }),
  kinds: z.strictObject({
    acknowledgement: kind(['title'], [], [[]], {
      promise: text('due'),
      '24x7': text(),
      businessHours: text(),
      prepare: text(),
    }),
    responseWarning: kind(
      ['percent', 'severity', 'tenant'],
      ['percent'],
      [['remaining', 'target', 'due'], []],
      { assign: text() },
    ),
    responseBreached: kind(['severity', 'tenant'], [], [['due']], { contact: text(), told: text() }),
    responseLate: kind(['title'], [], [['due']], {
      alarm: text(),
      nothing: text(),
      '24x7': text(),
      businessHours: text(),
    }),
  }),
});

export type Messages = z.infer<typeof messagesSchema>;
