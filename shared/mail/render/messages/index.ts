import type { MailAudience, MailKind } from '../../../cases/index.ts';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import operations from './operations.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };
import {
  customerSchema,
  operationsSchema,
  type CustomerMessages,
  type OperationsMessages,
} from './schema.ts';

/** A language joins by its file here and a line in this table. */
const files: Readonly<Record<string, unknown>> = {
  en,
  es,
  fr,
  de,
  it,
  pt,
  'zh-Hant': zhHant,
  'zh-Hans': zhHans,
  ja,
};

export const fallbackLanguage = 'en';

/** Tags of the languages there are message files for. */
export const languages: readonly string[] = Object.keys(files);

const read = new Map<string, CustomerMessages>();

/** A file is read when its language is first wanted; tests read all of them. */
export function messagesIn(language: string): CustomerMessages {
  const known = read.get(language);
  if (known) return known;
  if (!(language in files)) throw new RangeError(`no message file for language ${language}`);
  const messages = customerSchema.parse(files[language]);
  read.set(language, messages);
  return messages;
}

let ofOperations: OperationsMessages | undefined;

export function operationsMessages(): OperationsMessages {
  return (ofOperations ??= operationsSchema.parse(operations));
}

/** The messages as render walks them, whatever the sentences of a kind are called. */
export interface Messages {
  readonly locale: string;
  readonly headings: Readonly<Record<'next' | 'act', string>>;
  readonly times: CustomerMessages['times'];
  readonly colon: string;
  readonly why: string;
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly quotes: Readonly<Record<string, string>>;
  readonly footer: string;
  readonly formerFooter?: string;
  readonly greeting?: string;
  readonly signature?: string;
  readonly unnamed?: Readonly<Record<'head' | 'signature', string>>;
  readonly otherLanguage?: string | undefined;
  readonly openCase?: string;
  readonly actions?: Readonly<Record<string, string>>;
  readonly shared?: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Partial<Record<MailKind, KindMessages>>>;
}

/** The texts of one kind. */
export interface KindMessages {
  readonly subject: string;
  readonly heading: string;
  readonly body: Readonly<Record<string, string>>;
  readonly next: Readonly<Record<string, string>>;
  readonly act: Readonly<Record<string, string>>;
}

export function messagesFor(audience: MailAudience, language: string): Messages {
  return audience === 'customer' ? messagesIn(language) : operationsMessages();
}

export function kindMessages({ kinds }: Messages, kind: MailKind): KindMessages {
  const messages = kinds[kind];
  if (!messages) throw new RangeError(`no messages for ${kind}`);
  return messages;
}
