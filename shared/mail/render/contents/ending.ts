import { rulesOf, namesThatHold, type Contents } from './content.ts';
import { lessOften, workedOn } from './hours.ts';

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
      facts: ['reference', 'title', 'service', 'cause', 'reopenBefore'],
      next: [],
      act: namesThatHold(
        closing?.referral === 'partnerOrCommunity' && 'partner',
        closing?.referral === 'ownChannel' && 'ownChannel',
        until === undefined ? 'reopen' : 'reopenBefore',
        'newCase',
      ),
    }),
  },
  reopened: {
    needs: [],
    show: (told) => ({
      body: namesThatHold(
        'reopened',
        told.about.dueAt !== undefined && told.about.target !== undefined && 'rule',
      ),
      facts: ['reference', 'title', 'service', 'severity', 'coverage', 'plan', 'due'],
      next: namesThatHold(told.about.dueAt !== undefined && 'promise', ...workedOn(told, 'available')),
      act: ['prepare'],
      actions: [...lessOften(told), 'changeContact'],
    }),
  },
  newCaseNeeded: {
    needs: [],
    show: (told) => ({
      body: ['refused', ...rulesOf(told, ['RE-1', 'RE-2', 'RE-3', 'RE-4', 'RE-5'])],
      facts: ['reference', 'title', 'service'],
      next: ['clocks'],
      act: ['submit'],
    }),
  },
};
