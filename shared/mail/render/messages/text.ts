import { z } from 'zod';

/** Placeholders look like `{reference}`. */
export const placeholder = /\{(\w+)\}/g;

export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name))].sort();
}

/** A sentence that holds exactly these placeholders, so that no language loses a fact that another tells. */
export function text(...names: string[]) {
  const expected = [...names].sort().join(', ');
  return z
    .string()
    .trim()
    .min(1)
    .refine((value) => placeholdersIn(value).join(', ') === expected, {
      error: `must hold exactly these placeholders: ${expected || 'none'}`,
    });
}

/** A word or sentence for each of these keys. */
export function words<const Keys extends readonly [string, ...string[]]>(keys: Keys) {
  return z.strictObject(
    Object.fromEntries(keys.map((key) => [key, text()])) as Record<Keys[number], ReturnType<typeof text>>,
  );
}

/**
 * The texts of one kind, by the placeholders of each. `body` and `next` hold sentences by name: which of them a mail
 * shows, and in which order, is decided in `contents/`.
 */
export function kind<Body extends z.ZodRawShape, Next extends z.ZodRawShape>(
  subject: string[],
  heading: string[],
  body: Body,
  next: Next,
) {
  return z.strictObject({
    subject: text('reference', ...subject),
    heading: text(...heading),
    body: z.strictObject(body),
    nextHeading: text(),
    next: z.strictObject(next),
  });
}
