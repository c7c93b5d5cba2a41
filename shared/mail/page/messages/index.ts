import { z } from 'zod';

import { text } from '../../render/messages/text.ts';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };

/** Why a link does nothing. */
export const linkFaults = [
  'unknown',
  'over',
  'used',
  'unconfirmed',
  'fields',
  'busy',
  'unavailable',
] as const;
export type LinkFault = (typeof linkFaults)[number];

const plain = text();

/** What the page that a mail's links lead to says of its own; the rest it says as the mails do. */
export const pageSchema = z.strictObject({
  title: text('reference'),
  asked: plain,
  proposed: plain,
  open: plain,
  choose: plain,
  message: plain,
  optional: plain,
  firstName: plain,
  lastName: plain,
  send: plain,
  back: plain,
  confirm: text('name'),
  confirmed: plain,
  /** Beside the button that accepts a resolution. */
  closes: plain,
  thanks: plain,
  failed: plain,
  loading: plain,
  noScript: plain,
  problems: z.strictObject(
    Object.fromEntries(linkFaults.map((name) => [name, plain])) as Record<LinkFault, typeof plain>,
  ),
});
export type PageMessages = z.infer<typeof pageSchema>;

/** By language (LANG-3). */
export const pageFiles: Readonly<Record<string, unknown>> = {
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
export const pageLanguages: readonly string[] = Object.keys(pageFiles);

const read = new Map<string, PageMessages>();

/** Those of English where there are none. */
export function pageMessages(language: string): PageMessages {
  const known = read.get(language);
  if (known) return known;
  if (!Object.hasOwn(pageFiles, language)) return pageMessages('en');
  const messages = pageSchema.parse(pageFiles[language]);
  read.set(language, messages);
  return messages;
}
