import { namesThatHold, type Contents } from './content.ts';

/** The initial response: what is promised, and what becomes of the promise. */
export const response: Contents<
  'acknowledgement' | 'responseWarning' | 'responseBreached' | 'responseStillMissing' | 'responseLate'
> = {
  acknowledgement: {
    needs: [],
    show: ({ about }) => ({
      body: ['thanks'],
      facts: ['case', 'title', 'service', 'severity', 'coverage', 'plan', 'submitted', 'due', 'rules'],
      // Without a response clock nothing is promised.
      next: namesThatHold(about.dueAt !== undefined && 'promise', about.coverage, 'prepare'),
    }),
  },
  responseWarning: {
    needs: ['dueAt', 'target', 'percent'],
    show: () => ({
      body: ['left', 'exact'],
      facts: ['due', 'unsure', 'remaining', 'target', ...ofCase],
      next: ['assign'],
    }),
  },
  responseBreached: {
    needs: ['dueAt', 'target'],
    show: () => ({
      body: ['overdue'],
      facts: ['wasDue', 'unsure', 'target', ...ofCase],
      next: ['contact', 'acknowledge', 'correct', 'told'],
    }),
  },
  responseStillMissing: {
    needs: ['dueAt', 'target', 'count'],
    show: ({ about }) => ({
      body: namesThatHold('again', about.owner !== undefined && 'owner'),
      facts: ['level', 'owner', 'wasDue', 'unsure', 'target', ...ofCase],
      next: ['contact', 'acknowledge', 'correct'],
    }),
  },
  responseLate: {
    needs: ['dueAt'],
    show: ({ about }) => ({
      body: ['sorry'],
      facts: ['case', 'title', 'severity', 'coverage', 'wasDue', 'rules'],
      next: ['alarm', about.coverage, 'nothing'],
    }),
  },
};

const ofCase = [
  'caseOwner',
  'contact',
  'contactMethod',
  'address',
  'phone',
  'case',
  'title',
  'tenant',
  'service',
  'severity',
  'coverage',
  'plan',
  'rules',
] as const;
