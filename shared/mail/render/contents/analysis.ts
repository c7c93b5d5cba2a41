import { rulesOf, namesThatHold, type Contents } from './content.ts';

/** Root cause analyses, which engineering publishes and support only passes on. */
export const analysis: Contents<'rcaPublished' | 'rcaDeclined'> = {
  rcaPublished: {
    needs: ['incidentId'],
    show: ({ about }) => ({
      body: ['attached'],
      facts: ['reference', 'title', 'incident', 'location'],
      next: ['english'],
      act: [about.location === undefined ? 'elsewhere' : 'location'],
    }),
  },
  rcaDeclined: {
    needs: [],
    show: (told) => ({
      body: ['declined', ...rulesOf(told, ['RCA-1', 'RCA-3'])],
      facts: ['reference', 'title', 'incident'],
      next: namesThatHold('work', rulesOf(told, ['DG-2']).length > 0 && 'severity'),
      act: ['published'],
    }),
  },
};
