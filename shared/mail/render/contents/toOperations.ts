import { rulesOf, namesThatHold, type Contents } from './content.ts';

/** What only people can do: take a case on, decide, reach somebody. */
export const operations: Contents<'escalated' | 'approvalWanted' | 'contactUnreachable'> = {
  escalated: {
    needs: ['level'],
    show: ({ about: { percent, owner, message, until } }) => {
      const why = percent === undefined ? 'requested' : percent < 100 ? 'running' : 'overdue';
      const due = why === 'overdue' ? 'wasDue' : 'due';
      return {
        body: namesThatHold(why, owner !== undefined && 'owner'),
        quotes: [['customer', message]],
        facts: [
          'level',
          'owner',
          due,
          'unsure',
          'target',
          ...ofContact,
          ...ofCase,
          'coverage',
          'plan',
          'rules',
        ],
        next: namesThatHold(todo[why], until !== undefined && 'nextLevel'),
      };
    },
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
        'case',
        'title',
        'tenant',
        'service',
        'plan',
        'rules',
      ],
      next: ['approve', 'decline', 'meanwhile'],
    }),
  },
  contactUnreachable: {
    needs: ['failed'],
    show: () => ({
      body: ['failed'],
      facts: ['failedKind', 'failedReason', ...ofContact, ...ofCase, 'rules'],
      next: ['reach', 'correct'],
    }),
  },
};

const todo = { overdue: 'contact', running: 'assign', requested: 'speak' } as const;

const ofContact = ['contact', 'contactMethod', 'address', 'phone'] as const;

const ofCase = ['caseOwner', 'case', 'title', 'tenant', 'service', 'severity'] as const;
