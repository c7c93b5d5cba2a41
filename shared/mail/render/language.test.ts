import { expect, it } from 'vitest';
import { languageFor } from './language.ts';
import { languages } from './messages/index.ts';
import { exampleCase } from '../testing/service.ts';

// LANG-3
const nine = ['en', 'es', 'fr', 'de', 'it', 'pt', 'zh-Hant', 'zh-Hans', 'ja'];

function prefers(preferredSupportLanguage: string | undefined) {
  return { contactDetails: { ...exampleCase.contactDetails, preferredSupportLanguage } };
}

it.each([
  { preferred: 'ja', language: 'ja' },
  { preferred: 'JA-jp', language: 'ja' },
  { preferred: 'pt', language: 'pt' },
  { preferred: 'pt-BR', language: 'pt' },
  { preferred: 'pt-PT', language: 'pt' },
  { preferred: 'de_AT', language: 'de' },
  { preferred: 'zh-Hant', language: 'zh-Hant' },
  { preferred: 'zh-TW', language: 'zh-Hant' },
  { preferred: 'zh-HK', language: 'zh-Hant' },
  { preferred: 'zh-CN', language: 'zh-Hans' },
  { preferred: 'zh', language: 'zh-Hans' },
  { preferred: 'en-GB', language: 'en' },
  { preferred: 'ko', language: 'en' },
  { preferred: 'no such tag', language: 'en' },
  { preferred: '', language: 'en' },
  { preferred: undefined, language: 'en' },
])('LANG-3: a customer who prefers $preferred reads $language', ({ preferred, language }) => {
  expect(languageFor(prefers(preferred), 'customer')).toBe(language);
});

it('LANG-3: there is a message file for each language of the policy, and no other', () => {
  expect([...languages].sort()).toEqual([...nine].sort());
});

it('operations read English', () => {
  expect(languageFor(prefers('ja'), 'operations')).toBe('en');
});

it('a customer whose language has no message file yet reads English', () => {
  expect(languageFor(prefers('ja'), 'customer', ['en'])).toBe('en');
});
