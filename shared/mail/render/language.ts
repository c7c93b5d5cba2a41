import type { Case, MailAudience } from '../../cases/index.ts';
import { fallbackLanguage, languages } from './messages/index.ts';

/**
 * The language of a mail: the customer's when there is a message file for it, else English (LANG-3).
 * Operations' mail is English.
 */
export function languageFor(
  of: Pick<Case, 'contactDetails'>,
  audience: MailAudience,
  available: readonly string[] = languages,
): string {
  const preferred = of.contactDetails.preferredSupportLanguage;
  if (audience === 'operations' || !preferred) return fallbackLanguage;
  return matchLanguage(preferred, available) ?? fallbackLanguage;
}

/**
 * The language that the contact prefers and the mail is not in, by its English name; undefined where it is in it, or
 * nobody could say which it is.
 */
export function languageMissed(
  { contactDetails }: Pick<Case, 'contactDetails'>,
  language: string,
): string | undefined {
  const preferred = contactDetails.preferredSupportLanguage;
  if (!preferred || matchLanguage(preferred, [language])) return undefined;
  const wanted = likely(preferred)?.language;
  if (wanted === undefined) return undefined;
  return new Intl.DisplayNames(fallbackLanguage, { type: 'language', fallback: 'none' }).of(wanted);
}

/** Chinese is chosen by script, which a region implies: `zh-TW` is `zh-Hant`. Others by language alone. */
export function matchLanguage(tag: string, available: readonly string[]): string | undefined {
  const wanted = likely(tag);
  if (!wanted) return undefined;
  const candidates = available.filter((language) => likely(language)?.language === wanted.language);
  return candidates.find((language) => likely(language)?.script === wanted.script) ?? candidates.at(0);
}

function likely(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-')).maximize();
  } catch {
    return undefined;
  }
}
