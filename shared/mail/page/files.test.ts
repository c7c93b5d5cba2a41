import { describe, expect, it } from 'vitest';

import { languages, messagesIn } from '../render/messages/index.ts';
import { linkFaults } from '../render/messages/page.ts';
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
    expect(pageFile('').body).toContain(`<p lang="${language}">${noScript}</p>`);
  });
});

it('has no script or style between its tags', () => {
  expect(pageFile('').body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
});
