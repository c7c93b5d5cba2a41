import type { MailKind } from '../../../cases/index.ts';
import en from './en.json' with { type: 'json' };
import { messagesSchema, type Messages } from './schema.ts';

/** A language joins by its file here and a line in this table. A file that is wrong stops the start. */
const files: Readonly<Record<string, unknown>> = { en };

export const fallbackLanguage = 'en';

const catalogue: ReadonlyMap<string, Messages> = new Map(
  Object.entries(files).map(([language, file]) => [language, messagesSchema.parse(file)]),
);

/** Tags of the languages there are message files for. */
export const languages: readonly string[] = [...catalogue.keys()];

export function messagesIn(language: string): Messages {
  const messages = catalogue.get(language);
  if (!messages) throw new RangeError(`no message file for language ${language}`);
  return messages;
}

/** The texts of one kind as render walks them, whatever the kind's own sentences are called. */
export interface KindMessages {
  readonly subject: string;
  readonly heading: string;
  readonly body: Readonly<Record<string, string>>;
  readonly nextHeading: string;
  readonly next: Readonly<Record<string, string>>;
}

export function kindMessages(messages: Messages, kind: MailKind): KindMessages {
  return messages.kinds[kind];
}
