import type { Case } from '../model/case.ts';
import type { DeliveryStatus } from '../model/vocabulary.ts';

/** Statuses that say that the address itself is of no use. */
export function isOfAddress(status: DeliveryStatus): boolean {
  return status === 'bounced' || status === 'suppressed';
}

/** All addresses of the contact, in lower case. */
export function addressesOf({ contactDetails }: Pick<Case, 'contactDetails'>): readonly string[] {
  const { primaryEmailAddress, additionalEmailAddresses = [] } = contactDetails;
  return [primaryEmailAddress, ...additionalEmailAddresses].map(lower);
}

export function lower(address: string): string {
  return address.toLowerCase();
}
