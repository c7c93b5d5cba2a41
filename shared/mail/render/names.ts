import type { Case } from '../../cases/index.ts';

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const han = /^\p{Script=Han}+$/u;

/**
 * A name in the order of its own script and, in Chinese, without a blank where it is written so: `田中 愛子` in
 * Japanese, `王小明` in Chinese, `Aiko Tanaka` everywhere.
 */
export function fullName(
  { firstName, lastName }: Pick<Case['contactDetails'], 'firstName' | 'lastName'>,
  language: string,
): string {
  if (!eastAsian.test(lastName) || !eastAsian.test(firstName)) return `${firstName} ${lastName}`;
  const joined = language.startsWith('zh') && han.test(firstName) && han.test(lastName);
  return `${lastName}${joined ? '' : ' '}${firstName}`;
}
