import { expect } from 'vitest';

import type { Scenario } from '../play.ts';

/** The language a case is worked in at every moment. */
export const languages: readonly Scenario[] = [
  {
    name: 'around the clock in English, in local hours in the local language',
    rules: ['LANG-1', 'LANG-2'],
    at: '2027-01-08T15:30:00Z',
    async play(world) {
      // Friday 16:30 in Berlin.
      const { id, ...submitted } = await world.submit('standard', { severity: 'A' });
      expect(submitted).toMatchObject({
        workingLanguage: 'de',
        workingLanguageUntil: '2027-01-08T16:00:00Z',
        workingLanguageRules: ['LANG-2', 'LANG-3'],
      });
      await world.client.advanceTo('2027-01-08T16:00:00Z');
      // Until Monday, 09:00.
      expect(await world.client.read(id)).toMatchObject({
        workingLanguage: 'en',
        workingLanguageUntil: '2027-01-11T08:00:00Z',
        workingLanguageRules: ['LANG-1', 'LANG-4'],
      });
      await world.client.advanceTo('2027-01-11T08:00:00Z');
      expect(await world.client.read(id)).toMatchObject({
        workingLanguage: 'de',
        workingLanguageUntil: '2027-01-11T16:00:00Z',
      });
      // Lowered to C it is worked in local hours only, so in German for good.
      const lower = await world.act(id, { type: 'severity.changeRequested', severity: 'C' });
      expect(lower).toMatchObject({ workingLanguage: 'de', workingLanguageUntil: null });
      return [id];
    },
  },
  {
    name: 'nine languages, and the nearest of them for a tag of a region',
    rules: ['LANG-3'],
    at: '2027-01-12T09:00:00Z',
    async play(world) {
      const served = { 'pt-BR': 'pt', 'zh-TW': 'zh-Hant', 'zh-CN': 'zh-Hans', fr: 'fr', en: 'en' };
      const ids: string[] = [];
      for (const [preferredSupportLanguage, language] of Object.entries(served)) {
        const view = await world.submit('standard', { contactDetails: { preferredSupportLanguage } });
        expect(view).toMatchObject({ workingLanguage: language, workingLanguageUntil: null });
        ids.push(view.id);
      }
      return ids;
    },
  },
  {
    name: 'any other language is worked in English, perhaps with a translation',
    rules: ['LANG-4', 'LANG-3'],
    at: '2027-01-12T09:00:00Z',
    async play(world) {
      const contactDetails = { preferredSupportLanguage: 'ko' };
      const view = await world.submit('standard', { contactDetails });
      expect(view).toMatchObject({
        workingLanguage: 'en',
        workingLanguageUntil: null,
        workingLanguageRules: ['LANG-3', 'LANG-4'],
      });
      return [view.id];
    },
  },
];
