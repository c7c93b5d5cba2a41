import type { Contents } from './content.ts';

/** What becomes known about a case while it goes on. */
export const facts: Contents<'contactChanged' | 'update'> = {
  contactChanged: {
    needs: [],
    show: ({ about: { former } }) =>
      former
        ? { body: ['left'], facts: ['reference', 'title', 'service'], next: [], act: ['notWanted'] }
        : {
            body: ['changed'],
            facts: ['contact', 'address', 'copies', 'phone', 'reference', 'title', 'service'],
            next: ['same'],
            act: ['check'],
            actions: ['changeContact'],
          },
  },
  update: {
    needs: ['message'],
    show: ({ about: { message } }) => ({
      body: ['wrote'],
      quotes: [['engineer', message]],
      facts: ['reference', 'title', 'service', 'severity'],
      next: ['goesOn'],
      act: ['mayAnswer'],
      actions: ['answer'],
    }),
  },
};
