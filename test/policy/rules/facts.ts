import { expect } from 'vitest';

import { customer, type World } from '../world.ts';
import type { Scenario } from '../play.ts';

const contactDetails = {
  firstName: 'Jo',
  lastName: 'Weber',
  primaryEmailAddress: 'jo@tenant.example',
  country: 'DE',
};

/** What changes of a case beside its promises, and what support tells on its way. */
export const facts: readonly Scenario[] = [
  {
    name: 'another contact and the former one are told, and an update goes to the new one',
    rules: ['COM-1'],
    mails: ['acknowledgement', 'contactChanged', 'update'],
    at: '2026-11-24T09:00:00Z',
    async play(world: World) {
      const { id } = await world.submit('standard');
      await world.act(id, 'engineer.contacted');
      await world.act(id, { type: 'contact.changed', contactDetails });
      await world.act(id, { type: 'engineer.updated', message: 'We can reproduce it.' });
      await world.client.advance('PT0S');
      const mails = await world.client.mail({ caseId: id });
      const told = (kind: string) => mails.filter((mail) => mail.kind === kind).map(({ to }) => to);
      expect(told('contactChanged').sort()).toEqual([customer, 'jo@tenant.example'].sort());
      expect(told('update')).toEqual(['jo@tenant.example']);
      return [id];
    },
  },
];
