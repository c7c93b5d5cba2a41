import { describe, expect, it } from 'vitest';

import { languages, messagesIn } from '../render/messages/index.ts';
import { linkFaults } from '../render/messages/page.ts';
import { mailLook, plainLook } from '../render/look.ts';
import { pageFile } from './files.ts';

describe.each(languages)('the page in %s', (language) => {
  it('says nothing in English', () => {
    if (language === 'en') return;
    // The German word for it is the English one.
    const { problems, optional: _, ...others } = messagesIn(language).page;
    const english = messagesIn('en').page;
    for (const fault of linkFaults) expect(problems[fault]).not.toBe(english.problems[fault]);
    for (const [name, text] of Object.entries(others))
      expect(text).not.toBe(english[name as keyof typeof others]);
  });

  it('says without scripts what to do', () => {
    const { noScript } = messagesIn(language).page;
    expect(pageFile('', plainLook).body).toContain(`<p lang="${language}">${noScript}</p>`);
  });
});

it('has no script or style between its tags', () => {
  expect(pageFile('', plainLook).body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
});

it('is headed as mails are: by whose support it is, in its colour', () => {
  expect(pageFile('', plainLook).body).not.toContain('<header>');
  const named = mailLook({ MAIL_BRAND_NAME: 'Nord & Süd', MAIL_BRAND_COLOR: '#7A1F5C' });
  expect(pageFile('', named).body).toContain('<header><div>Nord &amp; Süd</div></header>');
  expect(pageFile('page.css', named).body).toContain('--brand: #7a1f5c;');
  const logo = 'https://cdn.example/logo.png?a=1&b=2';
  const withLogo = mailLook({ MAIL_BRAND_NAME: 'Nord & Süd', MAIL_BRAND_LOGO_URL: logo });
  expect(pageFile('', withLogo).body).toContain(
    '<img src="https://cdn.example/logo.png?a=1&amp;b=2" alt="Nord &amp; Süd" />',
  );
});
