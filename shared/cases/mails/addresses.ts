import type { Case, CaseMail } from '../model/case.ts';
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

/** The addresses of the contact, the first first and each once, without those known to be of no use (COM-1). */
export function reachable(
  of: Case,
  { about, toldAs }: Pick<CaseMail, 'about' | 'toldAs'>,
): readonly string[] {
  const { contactDetails } = about.former ? { contactDetails: about.former } : (toldAs ?? of);
  const { primaryEmailAddress: first, additionalEmailAddresses: others = [] } = contactDetails;
  const latest = new Map(others.map((address) => [lower(address), address]));
  const all = new Map([[lower(first), first], ...[...latest].filter(([key]) => key !== lower(first))]);
  const { inaccurate = [] } = about.former ? {} : (toldAs ?? of);
  for (const address of inaccurate) all.delete(address);
  return [...all.values()];
}
