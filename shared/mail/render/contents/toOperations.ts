import { rulesOf, namesThatHold, type Contents } from './content.ts';

/** What only people can do: take a case on, decide, reach somebody. */
export const operations: Contents<'escalated' | 'approvalWanted' | 'contactUnreachable'> = {
  escalated: {
    needs: ['level'],
    show: ({ about: { count, round, owner, message, until } }) => ({
      body: namesThatHold(
        count === undefined ? 'requested' : 'requestedAgain',
        round !== undefined && 'repeated',
        owner !== undefined && 'owner',
      ),
      quotes: [['customer', message]],
      facts: ['level', 'owner', ...ofContact, ...ofCase, 'coverage', 'plan', 'rules'],
      next: namesThatHold(until !== undefined && 'nextLevel'),
      act: ['speak'],
    }),
  },
  approvalWanted: {
    needs: ['from', 'to'],
    show: (told) => ({
      body: ['put', ...rulesOf(told, ['DG-1', 'DG-2', 'DG-3', 'DG-4'])],
      quotes: [['customer', told.about.message]],
      facts: [
        'severity',
        'severityProposed',
        'coverage',
        'caseOwner',
        'reference',
        'title',
        'tenant',
        'service',
        'plan',
        'rules',
      ],
      next: ['meanwhile'],
      act: ['approve', 'decline'],
    }),
  },
  contactUnreachable: {
    needs: ['failed'],
    show: () => ({
      body: ['failed'],
      facts: ['failedKind', 'failedReason', ...ofContact, ...ofCase, 'rules'],
      next: [],
      act: ['reach', 'correct'],
    }),
  },
};

const ofContact = ['contact', 'contactMethod', 'address', 'phone'] as const;

const ofCase = ['caseOwner', 'reference', 'title', 'tenant', 'service', 'severity'] as const;
