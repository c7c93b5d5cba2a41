import { namesThatHold, type Contents } from './content.ts';
import { lessOften, workedOn } from './hours.ts';

/** The initial response: what is promised, and what becomes of the promise. */
export const response: Contents<
  'acknowledgement' | 'responseWarning' | 'responseBreached' | 'responseStillMissing' | 'responseLate'
> = {
  acknowledgement: {
    needs: [],
    show: (told) => {
      const { dueAt, target } = told.about;
      const continues = told.of.linkedCases.some(({ kind }) => kind === 'breakFix');
      return {
        // Without a response clock nothing is promised.
        body: namesThatHold(
          'thanks',
          continues && 'advisory',
          dueAt !== undefined && target !== undefined && 'rule',
        ),
        facts: ['reference', 'title', 'service', 'severity', 'coverage', 'plan', 'submitted', 'due'],
        next: namesThatHold(dueAt !== undefined && 'promise', ...workedOn(told, 'available')),
        act: ['prepare'],
        actions: ['answer', ...lessOften(told), 'changeContact'],
      };
    },
  },
  responseWarning: {
    needs: ['dueAt', 'target', 'percent'],
    show: () => ({
      body: ['left', 'exact'],
      facts: ['due', 'unsure', 'decided', 'remaining', 'target', ...ofCase],
      next: [],
      act: ['assign'],
    }),
  },
  responseBreached: {
    needs: ['dueAt', 'target'],
    show: () => ({
      body: ['overdue'],
      facts: ['wasDue', 'unsure', 'decided', 'target', ...ofCase],
      next: ['told'],
      act: ['contact', 'acknowledge', 'correct'],
    }),
  },
  responseStillMissing: {
    needs: ['dueAt', 'target', 'count'],
    show: ({ about: { owner, toldBefore } }) => ({
      body: namesThatHold('again', owner !== undefined && 'owner', toldBefore !== undefined && 'toldBefore'),
      facts: ['level', 'owner', 'toldBefore', 'wasDue', 'unsure', 'decided', 'target', ...ofCase],
      next: [],
      act: ['contact', 'acknowledge', 'correct'],
    }),
  },
  responseLate: {
    needs: ['dueAt'],
    show: (told) => ({
      body: ['sorry', 'rule'],
      facts: ['reference', 'title', 'severity', 'coverage', 'wasDue'],
      next: ['alarm', 'marked', ...workedOn(told, 'anyHour')],
      act: ['nothing'],
    }),
  },
};

const ofCase = [
  'caseOwner',
  'contact',
  'contactMethod',
  'address',
  'phone',
  'reference',
  'title',
  'tenant',
  'service',
  'severity',
  'coverage',
  'plan',
  'rules',
] as const;
