import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { z } from 'zod';

/** What an ICU message expects, by name: a text to stand there, or a number that chooses a form. */
export type Arguments = ReadonlyMap<string, 'text' | 'plural' | 'ordinal'>;

/** @throws SyntaxError that says what is wrong with the message. */
function argumentsOf(message: string): Arguments {
  const found = new Map<string, 'text' | 'plural' | 'ordinal'>();
  collect(parse(message, { ignoreTag: true, requiresOtherClause: true }), found);
  return found;
}

function collect(
  elements: readonly MessageFormatElement[],
  found: Map<string, 'text' | 'plural' | 'ordinal'>,
) {
  for (const element of elements) {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        break;
      case TYPE.argument:
        if (!found.has(element.value)) found.set(element.value, 'text');
        break;
      case TYPE.plural:
        found.set(element.value, element.pluralType === 'ordinal' ? 'ordinal' : 'plural');
        for (const { value } of Object.values(element.options)) collect(value, found);
        break;
      // Dates, times and numbers come as texts, since each language has its own order of their parts.
      case TYPE.select:
      case TYPE.number:
      case TYPE.date:
      case TYPE.time:
      case TYPE.tag:
        throw new SyntaxError('may hold texts and plural forms only');
    }
  }
}

/** The plural forms of a message that its language does not have, and those that it has and the message lacks. */
export function wrongForms(message: string, locale: string): string[] {
  const wrong: string[] = [];
  const check = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type !== TYPE.plural) continue;
      const type = element.pluralType === 'ordinal' ? 'ordinal' : 'cardinal';
      const has: string[] = new Intl.PluralRules(locale, { type }).resolvedOptions().pluralCategories;
      const given = Object.keys(element.options).filter((form) => !form.startsWith('='));
      wrong.push(...given.filter((form) => !has.includes(form)));
      // A language that says the same for every number may say so once.
      if (given.length > 1) wrong.push(...has.filter((form) => !given.includes(form)));
      for (const { value } of Object.values(element.options)) check(value);
    }
  };
  check(parse(message, { ignoreTag: true, requiresOtherClause: false }));
  return wrong;
}

/** An ICU message that holds exactly these arguments, so that no language loses a fact that another tells. */
export function text(...names: string[]) {
  const expected = [...names].sort().join(', ');
  return z
    .string()
    .trim()
    .min(1)
    .superRefine((message, context) => {
      try {
        const found = [...argumentsOf(message).keys()].sort().join(', ');
        if (found === expected) return;
        const what = `must hold exactly these placeholders: ${expected || 'none'}`;
        context.addIssue({ code: 'custom', message: what });
      } catch (error) {
        context.addIssue({ code: 'custom', message: `is no ICU message: ${String(error)}` });
      }
    });
}

/** A word or sentence for each of these keys. */
export function words<const Keys extends readonly [string, ...string[]]>(keys: Keys) {
  return z.strictObject(
    Object.fromEntries(keys.map((key) => [key, text()])) as Record<Keys[number], ReturnType<typeof text>>,
  );
}

/**
 * The texts of one kind, by the placeholders of each: what has happened and why (`body`), what comes next (`next`), and
 * what the reader can do (`act`), as sentences by name. Which of them a mail shows, and in which order, is decided in
 * `contents/`.
 */
export function kind<Body extends z.ZodRawShape, Next extends z.ZodRawShape, Act extends z.ZodRawShape>(
  subject: string[],
  heading: string[],
  body: Body,
  next: Next,
  act: Act,
) {
  return z.strictObject({
    subject: text('reference', ...subject),
    heading: text(...heading),
    body: z.strictObject(body),
    next: z.strictObject(next),
    act: z.strictObject(act),
  });
}
