import type { Instant } from '../../../calendar/index.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { addressesOf } from '../../mails/addresses.ts';
import { mailAgain, mailCustomer } from '../../mails/request.ts';
import { withdrawRepeats } from '../../mails/withdraw.ts';
import type { ActionOf } from '../../model/commands.ts';
import { withMessage } from '../../model/message.ts';
import type { CaseMail } from '../../model/case.ts';
import { stampOf } from '../intake/place.ts';

/**
 * The case has another contact, or other details of it. Whoever is the contact now is told so, and whoever no longer
 * is, where the address is another: a change that nobody there has asked for must not go unnoticed. What did not reach
 * the former address goes again. No promise moves: hours and holidays are those of the submission. Throws `Refused`.
 */
export function changeContact(record: Recorder, action: ActionOf<'contact.changed'>, asOf: Instant): void {
  const { contactDetails: former, failedMails = [] } = record.existing;
  const { contactDetails } = action;
  const { country, region, preferredTimeZone } = contactDetails;
  // Refused where that is nowhere, as at submission.
  stampOf({ country, region, preferredTimeZone });
  record.add('contact.changed', { contactDetails, ...withMessage(action) }, asOf, ['COM-1']);
  withdrawRepeats(record, (address) => !addressesOf(record.existing).includes(address), asOf);
  if (JSON.stringify(former) === JSON.stringify(contactDetails)) return;
  mailCustomer(record, 'contactChanged', asOf, ['COM-1']);
  if (former.primaryEmailAddress === contactDetails.primaryEmailAddress) return;
  mailCustomer(record, 'contactChanged', asOf, ['COM-1'], { former });
  for (const mail of latestOfEachKind(failedMails)) mailAgain(record, mail, asOf);
}

/** What did not reach the contact. That the contact has changed is told anew anyway. */
function latestOfEachKind(failed: readonly CaseMail[]): readonly CaseMail[] {
  const wanted = failed.filter(({ audience, kind }) => audience === 'customer' && kind !== 'contactChanged');
  return [...new Map(wanted.map((mail) => [mail.kind, mail])).values()];
}

export function changeDetails(record: Recorder, action: ActionOf<'details.changed'>, asOf: Instant): void {
  const { title, description, externalId, labels } = action;
  const changed = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(labels === undefined ? {} : { labels }),
  };
  record.add('details.changed', { ...changed, ...withMessage(action) }, asOf);
}

/** The customer is told how things stand. It asks nothing and promises nothing, so no clock ends or begins. */
export function updateCustomer(
  record: Recorder,
  { message }: ActionOf<'engineer.updated'>,
  asOf: Instant,
): void {
  const messageIn = record.nextSequence;
  record.add('engineer.updated', { message }, asOf);
  mailCustomer(record, 'update', asOf, [], { messageIn });
}
