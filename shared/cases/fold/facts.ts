import type { Case } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';
import { underWayAsTheyWere } from './mails.ts';

/** Hours, holidays and promises stay: they are stamped at submission. At another address nothing has failed yet. */
export function changedContact(state: Case, { data, sequence }: EventOf<'contact.changed'>): Partial<Case> {
  const { contactDetails } = data;
  const isOther = textOf(contactDetails) !== textOf(state.contactDetails);
  const isElsewhere = contactDetails.primaryEmailAddress !== state.contactDetails.primaryEmailAddress;
  return {
    ...underWayAsTheyWere(state),
    contactDetails,
    ...(isOther ? { contactSince: sequence } : {}),
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

function textOf(contact: Case['contactDetails']): string {
  return JSON.stringify(Object.entries(contact).sort(([one], [other]) => (one < other ? -1 : 1)));
}
