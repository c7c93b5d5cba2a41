import type { Contents } from './content.ts';

/** What becomes known about a case while it goes on. */
export const facts: Contents<'contactChanged' | 'update'> = {
  contactChanged: {
    needs: [],
    show: ({ about: { former } }) =>
      former
        ? { body: ['left'], facts: ['case', 'title', 'service', 'rules'], next: ['notWanted'] }
        : {
            body: ['changed'],
            facts: ['contact', 'address', 'copies', 'phone', 'case', 'title', 'service', 'rules'],
            next: ['check', 'clocks'],
          },
  },
  update: {
    needs: ['message'],
    show: ({ about: { message } }) => ({
      body: ['wrote'],
      quotes: [['engineer', message]],
      facts: ['case', 'title', 'service', 'severity', 'rules'],
      next: ['answer', 'clocks'],
    }),
  },
};
