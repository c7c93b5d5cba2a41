import { closest, distance } from 'fastest-levenshtein';

import type { KnownFields } from './known.ts';

/** What other products of this kind call a field, in lower case without separators. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  advancedDiagnosticConsent: ['consent', 'diagnosticconsent'],
  affected: ['impact', 'scope'],
  category: ['tickettype', 'casetype', 'requesttype', 'issuetype'],
  contactDetails: ['contact', 'contactinfo', 'requestor', 'requester', 'reporter', 'caller'],
  country: ['countrycode', 'location'],
  description: ['body', 'content', 'details', 'text', 'message', 'problem', 'issue'],
  environment: ['env', 'system'],
  externalId: [
    'ticket',
    'ticketid',
    'ticketnumber',
    'reference',
    'referenceid',
    'correlationid',
    'foreignid',
  ],
  firstName: ['givenname', 'forename', 'name', 'fullname', 'displayname'],
  lastName: ['surname', 'familyname'],
  labels: ['tags', 'metadata', 'customfields', 'attributes'],
  message: ['comment', 'note', 'notes', 'text', 'body', 'reason', 'description'],
  occurredAt: ['timestamp', 'time', 'date', 'at', 'when', 'happenedat'],
  owner: ['assignee', 'assignedto', 'agent'],
  phoneNumber: ['phone', 'telephone', 'mobile', 'tel'],
  preferredSupportLanguage: ['language', 'lang', 'locale', 'culture'],
  preferredTimeZone: ['timezone', 'tz', 'zone'],
  primaryEmailAddress: ['email', 'emailaddress', 'mail', 'contactemail', 'requesteremail'],
  problemStartTime: ['starttime', 'startedat', 'startdate', 'incidentstart', 'since'],
  problemType: ['problem', 'issuetype', 'kind'],
  releaseStage: ['stage', 'release', 'preview'],
  relatedTo: ['parent', 'parentid', 'related', 'relatedcase', 'duplicateof', 'ticket', 'ticketid'],
  require24X7Response: ['24x7', 'require24x7', 'is24x7', 'twentyfourseven', 'aroundtheclock'],
  service: ['product', 'productname', 'application', 'app'],
  severity: ['priority', 'urgency', 'sev', 'prio', 'impact'],
  submitter: ['user', 'createdby', 'submittedby', 'author'],
  tenantId: [
    'tenant',
    'customer',
    'customerid',
    'organization',
    'organizationid',
    'organisation',
    'accountid',
  ],
  title: ['subject', 'summary', 'name', 'headline', 'shortdescription'],
  type: ['event', 'eventtype', 'action', 'kind'],
};

/** No name that is known is as long. */
export const longestName = 64;

/** The known field that was probably meant by a name that is none. */
export function fieldMeantBy(name: string, { here, elsewhere }: KnownFields): string | undefined {
  if (name.length > longestName) return undefined;
  return (
    aliasOf(name, here) ?? nearestName(name, here) ?? aliasOf(name, elsewhere) ?? sameName(name, elsewhere)
  );
}

function aliasOf(name: string, known: readonly string[]): string | undefined {
  const asked = plain(name);
  return known.find((one) => {
    const field = lastOf(one);
    return plain(field) === asked || (Object.hasOwn(aliases, field) && aliases[field]?.includes(asked));
  });
}

function sameName(name: string, known: readonly string[]): string | undefined {
  return known.find((one) => isFormOf(name.toLowerCase(), lastOf(one).toLowerCase()));
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

/** The known name that was probably meant: a longer or shorter form, or few typing errors away. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestName || known.length === 0) return undefined;
  const asked = name.toLowerCase();
  const form = known.find((one) => isFormOf(asked, one.toLowerCase()));
  if (form !== undefined) return form;
  const nearest = closest(
    asked,
    known.map((one) => one.toLowerCase()),
  );
  const isTypingError = distance(asked, nearest) <= Math.min(3, Math.max(1, Math.floor(asked.length / 3)));
  return isTypingError || isTurned(asked, nearest)
    ? known.find((one) => one.toLowerCase() === nearest)
    : undefined;
}

const isFormOf = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a));

/** Two neighbouring letters have changed places. */
function isTurned(a: string, b: string): boolean {
  const sorted = (text: string) => Array.from(text).sort().join('');
  return distance(a, b) === 2 && sorted(a) === sorted(b);
}
