import { rulesOf, namesThatHold, type Contents } from './content.ts';

/** How a case ends, and what follows when the problem comes back. */
export const ending: Contents<'closed' | 'reopened' | 'newCaseNeeded'> = {
  closed: {
    needs: ['closing'],
    show: ({ about: { closing, message, until } }) => ({
      body: namesThatHold(closing?.reason, closing?.handedOver && 'handedOver'),
      quotes: [
        ['closing', message],
        ['evidence', closing?.handedOver?.evidence],
      ],
      facts: ['case', 'title', 'service', 'cause', 'reopenBefore', 'rules'],
      next: namesThatHold(closing?.referral, until === undefined ? 'reopen' : 'reopenBefore', 'newCase'),
    }),
  },
  reopened: {
    needs: [],
    show: ({ about }) => ({
      body: ['reopened'],
      facts: ['case', 'title', 'service', 'severity', 'coverage', 'plan', 'due', 'rules'],
      next: namesThatHold(about.dueAt !== undefined && 'promise', about.coverage),
    }),
  },
  newCaseNeeded: {
    needs: [],
    show: (told) => ({
      body: ['refused', ...rulesOf(told, ['RE-1', 'RE-2', 'RE-3', 'RE-4', 'RE-5'])],
      facts: ['case', 'title', 'service', 'rules'],
      next: ['submit', 'clocks'],
    }),
  },
};
