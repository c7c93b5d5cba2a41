import { rulesOf, namesThatHold, type Contents } from './content.ts';

/** Root cause analyses, which engineering publishes and support only passes on. */
export const analysis: Contents<'rcaPublished' | 'rcaDeclined'> = {
  rcaPublished: {
    needs: ['incidentId'],
    show: ({ about }) => ({
      body: ['attached'],
      facts: ['case', 'title', 'incident', 'location', 'rules'],
      next: [about.location === undefined ? 'elsewhere' : 'location', 'english'],
    }),
  },
  rcaDeclined: {
    needs: [],
    show: (told) => ({
      body: ['declined', ...rulesOf(told, ['RCA-1', 'RCA-3'])],
      facts: ['case', 'title', 'incident', 'rules'],
      next: namesThatHold('published', rulesOf(told, ['DG-2']).length > 0 && 'severity', 'work'),
    }),
  },
};
