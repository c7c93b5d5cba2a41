import type { Case } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';
import { underWayAsTheyWere } from './mails.ts';

/** Hours, holidays and promises stay: they are stamped at submission. At another address nothing has failed yet. */
export function changedContact(state: Case, { data }: EventOf<'contact.changed'>): Partial<Case> {
  const { contactDetails } = data;
  const isElsewhere = contactDetails.primaryEmailAddress !== state.contactDetails.primaryEmailAddress;
  return {
    ...underWayAsTheyWere(state),
    contactDetails,
    // Whoever tells the contact, the same once more too, knows better.
    inaccurate: undefined,
    ...(isElsewhere
      ? {
          unreachableTold: undefined,
          failedMails: state.failedMails?.filter(({ audience }) => audience !== 'customer'),
        }
      : {}),
  };
}
