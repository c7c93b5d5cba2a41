import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';

import { mailKinds } from '../../cases/index.ts';
import { mailLook } from '../render/look.ts';
import { languages, messagesIn, operationsMessages } from '../render/messages/index.ts';
import { render } from '../render/render.ts';
import { samplesIn, type Sample } from './samples.ts';

const look = mailLook({
  MAIL_REPLY_TO: 'reply@contoso.example',
  PUBLIC_URL: 'https://support.contoso.example',
});
const link = (action: string) => `https://support.contoso.example/mail#en.${action}.sample`;
const rendered = ({ of, mail }: Sample, language?: string) =>
  render(of, mail, { look, link, ...(language === undefined ? {} : { language }) });

// Styles stand inline since mail programs know no others; comments with conditions are what Outlook reads, and that
// some of its versions know no other word for a table that is none; what is quoted may end a line with a blank.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    'no-inline-style': 'off',
    'no-conditional-comment': 'off',
    'presentation-role-style': 'off',
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
    'void-style': ['error', { style: 'omit' }],
  },
});

describe('the lives of the samples', () => {
  it('lead to every kind of notice, and to the same ones in every language', () => {
    const ids = samplesIn('en').map(({ id }) => id);
    expect(new Set(samplesIn('en').map(({ mail }) => mail.kind))).toEqual(new Set(mailKinds));
    // A preview is served in English, which is told only where that is another language.
    const others = [...ids, 'acknowledgement-4'].sort();
    for (const language of languages)
      expect(
        samplesIn(language)
          .map(({ id }) => id)
          .sort(),
        language,
      ).toEqual(language === 'en' ? [...ids].sort() : others);
  });

  it('show every sentence that there is for a kind, but for these', () => {
    const shown = languages.flatMap((language) => samplesIn(language).map((one) => rendered(one, 'en').text));
    const all = shown.join('\n');
    const parts = (message: string) => message.split(/\{[^}]*\}/).filter((part) => part.length > 3);
    const unseen = Object.entries({ ...messagesIn('en').kinds, ...operationsMessages().kinds }).flatMap(
      ([kind, { body, next, act }]) =>
        Object.entries({ ...body, ...next, ...act })
          .filter(([, message]) => !parts(message).every((part) => all.includes(part.trim())))
          .map(([name]) => `${kind}.${name}`),
    );
    // What a life does not reach by itself is told in the tests of contents.
    expect(unseen).toEqual([
      'severityLowered.otherwise',
      'newCaseNeeded.RE-1',
      'closed.duplicate',
      'closed.bestEffortUsedUp',
      'closed.reopen',
      'escalated.requestedAgain',
      'escalated.nextLevel',
    ]);
  });
});

const ofCustomers = samplesIn('en').filter(({ mail }) => mail.audience === 'customer');

describe.each(languages)('every notice in %s', (language) => {
  const samples = samplesIn(language);

  it.each(samples)('$id', async (sample) => {
    const { subject, text, html } = rendered(sample);
    expect(`${subject}\n${text}\n${html}`).not.toMatch(
      /\{\w+\}|\bundefined\b|\bnull\b|NaN|\[object|[\ufdd0-\ufdef]/,
    );
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    const report = await validator.validateString(html);
    expect(
      report.results.flatMap(({ messages }) => messages.map((one) => `${one.ruleId}: ${one.message}`)),
    ).toEqual([]);
    if (sample.mail.audience === 'operations') return;
    const ours = `${subject}\n${text}`
      .replace(/\n-- \n.*$/s, '')
      .replaceAll(/https:\S+|\S+@\S+/g, '')
      .replaceAll(/^> .*$/gm, '');
    expect(ours).not.toMatch(/\b(IR|BH|COM|DG|BE|RCA|RE|SUB|PLAN|LANG|ISO|ALERT)-\w/);
    expect(ours).not.toMatch(/\b[a-z]+[A-Z]\w*|\bP(T?\d+[DHMS])+\b|\d{4}-\d\d-\d\d/);
  });

  it.each(samples)('$id stands alone as plain text: what, in which case, and what comes of it', (sample) => {
    const { text } = rendered(sample);
    expect(text).not.toMatch(/<[a-z/]|&(amp|lt|gt|#\d+);/);
    expect(text).toContain(
      sample.mail.audience === 'operations' ? 'Case: ' : messagesIn(language).labels.reference,
    );
    expect(text).toMatch(/^- \S/m);
    if (sample.mail.audience === 'customer')
      for (const action of actionsIn(rendered(sample).html)) expect(text).toContain(action);
  });

  if (language === 'en') return;
  it.each(ofCustomers)('$id differs from English', ({ id }) => {
    const sample = samples.find((one) => one.id === id);
    if (!sample) throw new Error(`there is no ${id}`);
    const [here, english] = [rendered(sample), rendered(sample, 'en')];
    expect(here.language).toBe(language);
    expect(here.subject).not.toBe(english.subject);
    const theirs = /^> |https:|Dynamics 365|Vendor/;
    const lines = here.text.split('\n').filter((line) => line.length > 20 && !theirs.test(line));
    expect(
      lines.filter(
        (line) =>
          english.text.includes(line) &&
          !line.includes(sample.of.title) &&
          !line.includes(sample.of.contactDetails.lastName),
      ),
    ).toEqual([]);
  });
});

/** Where the buttons lead. */
function actionsIn(html: string): readonly string[] {
  return [...html.matchAll(/href="([^"]*\/mail#[^"]*)"/g)].map(([, to = '']) => to);
}
