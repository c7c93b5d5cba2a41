import { describe, expect, it } from 'vitest';
import { mailKinds } from '../../cases/index.ts';
import { formatDuration } from './format.ts';
import { plainLook } from './look.ts';
import { languages, messagesIn } from './messages/index.ts';
import { render } from './render.ts';
import { exampleCase, exampleMail } from '../testing/service.ts';

const toCustomers = mailKinds.filter((kind) => exampleMail({ kind }).audience === 'customer');

describe.each(languages.filter((language) => language !== 'en'))('%s', (language) => {
  it.each(toCustomers)('%s is told in full, differs from English, and names no rule or field', (kind) => {
    const mail = exampleMail({ kind, about: { message: 'x' } });
    const { subject, text, html } = render(exampleCase, mail, { language });
    const english = render(exampleCase, mail, { language: 'en' });
    expect(`${subject}\n${text}\n${html}`).not.toMatch(/\{\w+\}|\bundefined\b|\bnull\b|NaN|\[object/);
    expect(subject).not.toBe(english.subject);
    const lines = text.split('\n').filter((line) => line.length > 30 && !/Sales order|https:/.test(line));
    expect(lines.filter((line) => english.text.includes(line))).toEqual([]);
    const ours = `${subject}\n${text}`.replaceAll(/https:\S+|\S+@\S+/g, '').replaceAll(/^> .*$/gm, '');
    expect(ours).not.toMatch(/\b(IR|BH|COM|DG|BE|RCA|RE|SUB|PLAN|LANG|ISO|ALERT)-\w/);
    expect(ours).not.toMatch(/\b[a-z]+[A-Z]\w*|\bP(T?\d+[DHMS])+\b|\d{4}-\d\d-\d\d/);
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  });
});

it('LANG-3: who prefers a language that mails are not in reads in English why', () => {
  const contactDetails = { ...exampleCase.contactDetails, preferredSupportLanguage: 'ko' };
  expect(render({ ...exampleCase, contactDetails }, exampleMail()).text).toContain(
    'Your preferred language for support is Korean',
  );
});

it.each([
  { first: '愛子', last: '田中', language: 'ja', says: '田中 愛子 様' },
  { first: 'Aiko', last: 'Tanaka', language: 'ja', says: 'Aiko Tanaka 様' },
  { first: '小明', last: '王', language: 'zh-Hans', says: '王小明，您好' },
  { first: '小明', last: '王', language: 'zh-Hant', says: '王小明 您好' },
  { first: 'Inês', last: 'Gonçalves', language: 'pt', says: 'Estimado(a) Inês Gonçalves,' },
  { first: 'Jürgen', last: 'Groß', language: 'de', says: 'Guten Tag Jürgen Groß!' },
])('$first $last is $says in $language', ({ first, last, language, says }) => {
  const contactDetails = { ...exampleCase.contactDetails, firstName: first, lastName: last };
  expect(render({ ...exampleCase, contactDetails }, exampleMail(), { language }).text).toContain(says);
});

it.each([
  { language: 'fr', says: '\nGravité\u00a0: A (critique)\n' },
  { language: 'de', says: '\nSchweregrad: A (kritisch)\n' },
  { language: 'zh-Hans', says: '\n严重性：A（严重）\n' },
  { language: 'zh-Hant', says: '\n嚴重性：A（重大）\n' },
])('$language writes $says in plain text', ({ language, says }) => {
  expect(render(exampleCase, exampleMail(), { language }).text).toContain(says);
});

it('no blank stands behind a full-width colon, in HTML too', () => {
  const look = { ...plainLook, publicUrl: 'https://support.contoso.example' };
  expect(render(exampleCase, exampleMail(), { language: 'zh-Hant', look }).html).toContain('支援原則：<a ');
});

it.each([
  { language: 'en', says: '3 hours and 30 minutes' },
  { language: 'de', says: '3 Stunden und 30 Minuten' },
  { language: 'ja', says: '3 時間 30 分' },
  { language: 'zh-Hans', says: '3小时30分钟' },
  { language: 'zh-Hant', says: '3 小時 30 分鐘' },
])('three hours and a half are $says in $language', ({ language, says }) => {
  const said = formatDuration('PT3H30M', messagesIn(language));
  expect(said.replaceAll('\u00a0', ' ')).toBe(says);
  expect(said).not.toMatch(/\d /);
});

it('LANG-1, LANG-4: outside of business hours the work goes on in English, and the mail says so', () => {
  const text = render(exampleCase, exampleMail(), { language: 'ja' }).text.replaceAll('\u00a0', ' ');
  expect(text).toContain('月曜日～金曜日 9:00～17:30（日本標準時）、11月23日（月）は休業');
  expect(text).toContain('営業時間外は英語で作業を継続いたします');
  expect(text).toContain('2026年11月20日（金）18:00（日本標準時）');
});

it('Portuguese mail names days, hours and zones in Portuguese', () => {
  const about = { severity: 'C', coverage: 'businessHours' } as const;
  const text = render(exampleCase, exampleMail({ about }), { language: 'pt' }).text.replaceAll('\u00a0', ' ');
  expect(text).toContain('antes de sexta-feira, 20 de novembro de 2026, 18:00 (Horário');
  expect(text).toContain('de segunda-feira a sexta-feira 9:00–17:30 (Horário');
  expect(text).toContain('exceto segunda-feira, 23 de novembro.');
});
