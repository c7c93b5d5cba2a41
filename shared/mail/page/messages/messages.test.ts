import { describe, expect, it } from 'vitest';

import { pageFile } from '../files.ts';
import { linkFaults, pageFiles, pageLanguages, pageMessages, pageSchema } from './index.ts';

describe.each(pageLanguages)('the page in %s', (language) => {
  it('has every sentence with its placeholders', () => {
    expect(() => pageSchema.parse(pageFiles[language])).not.toThrow();
  });

  it('says nothing in English', () => {
    if (language === 'en') return;
    // The German word for it is the English one.
    const { problems, optional: _, ...others } = pageMessages(language);
    const english = pageMessages('en');
    for (const fault of linkFaults) expect(problems[fault]).not.toBe(english.problems[fault]);
    for (const [name, text] of Object.entries(others))
      expect(text).not.toBe(english[name as keyof typeof others]);
  });

  it('says without scripts what to do', () => {
    expect(pageFile('').body).toContain(`<p lang="${language}">${pageMessages(language).noScript}</p>`);
  });
});

it('is there in nine languages (LANG-3)', () => {
  expect([...pageLanguages].sort()).toEqual(['de', 'en', 'es', 'fr', 'it', 'ja', 'pt', 'zh-Hans', 'zh-Hant']);
});

it('has no script or style between its tags', () => {
  expect(pageFile('').body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
});
