import type { Case, MailAudience, MailKind, MailState } from '../../cases/index.ts';
import { calendarFor } from '../../policy/calendars/index.ts';
import type { MailTold, ToldMail } from '../render/contents/index.ts';

function japan(): Case['calendar'] {
  const found = calendarFor({ country: 'JP', preferredTimeZone: 'Asia/Tokyo' });
  if (!found.ok) throw new Error(found.failure.detail);
  return found.stamp;
}

/** The case that tests of mail are about: severity A in Tokyo, due at 18:00 there. */
export const exampleCase: Case = {
  id: '3f0c1a52-8f1e-4b7a-9a57-0d2f6f1c9b10',
  tenantId: 'contoso',
  title: 'Sales order posting fails for everyone',
  severity: 'A',
  coverage: '24x7',
  plan: 'standard',
  category: 'technical',
  service: { name: 'Dynamics 365 Finance', releaseStage: 'generallyAvailable' },
  contactDetails: {
    firstName: 'Aiko',
    lastName: 'Tanaka',
    primaryEmailAddress: 'aiko@contoso.example',
    phoneNumber: '+81-3-0000-0000',
    preferredTimeZone: 'Asia/Tokyo',
    country: 'JP',
    preferredSupportLanguage: 'en',
  },
  submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
  policyVersion: '1',
  calendar: japan(),
  status: 'open',
  rules: ['SUB-1'],
  submittedAt: '2026-11-20T08:00:00Z',
  clocks: [
    {
      id: 'initialResponse-1',
      kind: 'initialResponse',
      schedule: '24x7',
      target: 'PT1H',
      state: 'running',
      startedAt: '2026-11-20T08:00:00Z',
      dueAt: '2026-11-20T09:00:00Z',
      thresholds: [],
      rules: ['IR-A'],
    },
  ],
  mails: [],
  linkedCases: [],
  escalations: [],
  incidents: [],
  sequence: 3,
  at: '2026-11-20T08:00:00Z',
  decisionSequence: 2,
};

const dueAt = '2026-11-20T09:00:00Z';
const until = '2026-11-20T12:00:00Z';
const message = 'Please send:\n\n1. the trace\n2. the <exact> error';

/** All that each kind may be told of the example case. */
const examples: Readonly<
  Record<MailKind, { readonly audience: MailAudience; readonly about: Partial<MailTold> }>
> = {
  acknowledgement: { audience: 'customer', about: { rules: ['IR-A'], dueAt } },
  contactChanged: { audience: 'customer', about: { rules: ['COM-1'] } },
  update: { audience: 'customer', about: { rules: ['ISO-1'], message } },
  responseWarning: {
    audience: 'operations',
    about: { rules: ['IR-A'], dueAt, target: 'PT1H', percent: 75 },
  },
  responseBreached: { audience: 'operations', about: { rules: ['IR-A'], dueAt, target: 'PT1H' } },
  responseStillMissing: {
    audience: 'operations',
    about: {
      rules: ['ALERT-1', 'IR-A'],
      dueAt,
      target: 'PT1H',
      level: 2,
      count: 2,
      owner: 'Support manager',
    },
  },
  responseLate: { audience: 'customer', about: { rules: ['IR-A'], dueAt } },
  informationRequested: { audience: 'customer', about: { rules: ['COM-A'], message, until, to: 'B' } },
  replyReminder: { audience: 'customer', about: { rules: ['COM-A', 'COM-2'], message, until, to: 'B' } },
  severityLowered: {
    audience: 'customer',
    about: { rules: ['DG-1', 'COM-A'], from: 'A', severity: 'B', until },
  },
  resolutionProposed: { audience: 'customer', about: { rules: ['DG-4'], message, until, to: 'B' } },
  bestEffortHalf: { audience: 'customer', about: { rules: ['BE-1'], target: 'PT4H', percent: 50 } },
  bestEffortEnding: { audience: 'customer', about: { rules: ['BE-1'], target: 'PT4H', percent: 87.5 } },
  bestEffortClosed: {
    audience: 'customer',
    about: {
      rules: ['BE-2'],
      target: 'PT4H',
      closing: { reason: 'bestEffortUsedUp', referral: 'partnerOrCommunity' },
    },
  },
  advisoryOffered: { audience: 'customer', about: { rules: ['BE-3'], until } },
  rcaPublished: {
    audience: 'customer',
    about: { rules: ['RCA-2'], incidentId: 'MO-1', location: 'https://status.example/MO-1' },
  },
  rcaDeclined: { audience: 'customer', about: { rules: ['RCA-1', 'RCA-3', 'DG-2'], incidentId: 'MO-2' } },
  reopened: { audience: 'customer', about: { rules: ['RE-1', 'IR-A'], dueAt } },
  newCaseNeeded: { audience: 'customer', about: { rules: ['RE-2', 'RE-5'] } },
  closed: {
    audience: 'customer',
    about: {
      rules: ['ISO-2', 'ISO-3', 'RE-5'],
      message: 'Closing as agreed.',
      closing: {
        reason: 'requested',
        referral: 'ownChannel',
        handedOver: { cause: 'isv', evidence: 'The trace:\nat Vendor.Post()' },
      },
      until,
    },
  },
  escalated: {
    audience: 'operations',
    about: { rules: ['PLAN-3'], level: 2, owner: 'Duty manager', count: 2, round: 2, message, until },
  },
  approvalWanted: { audience: 'operations', about: { rules: ['DG-3'], from: 'A', to: 'B', message } },
  contactUnreachable: {
    audience: 'operations',
    about: { rules: ['COM-1'], failed: { kind: 'acknowledgement', reason: 'the address is suppressed' } },
  },
};

/** A mail of the example case that tells all its kind may tell; the parts of `about` replace the example's. */
export function exampleMail(
  mail: Partial<Omit<ToldMail, 'about'>> & { readonly about?: Partial<MailTold> } = {},
): ToldMail {
  const kind = mail.kind ?? 'acknowledgement';
  const { audience, about } = examples[kind];
  return {
    id: `${kind}-1`,
    kind,
    audience,
    requestedAt: '2026-11-20T08:00:00Z',
    attempt: 0,
    state: { status: 'requested' },
    ...mail,
    about: { severity: 'A', coverage: '24x7', rules: [], ...about, ...mail.about },
  };
}

/** The same mail, not told of these. */
export function without(mail: ToldMail, ...names: readonly (keyof MailTold)[]): ToldMail {
  const about = Object.fromEntries(
    Object.entries(mail.about).filter(([name]) => !(names as readonly string[]).includes(name)),
  );
  return { ...mail, about: about as unknown as MailTold };
}

/** The mail as the event of this claim leaves it. */
export function claimed(
  mail: ToldMail,
  { attempt, ...rest }: { attempt: number } & Omit<Extract<MailState, { status: 'claimed' }>, 'status'>,
): ToldMail {
  const { operationId, repeatabilityId, firstSentAt, expiresAt, owner } = rest;
  return {
    ...mail,
    attempt,
    state: { status: 'claimed', operationId, repeatabilityId, firstSentAt, expiresAt, owner },
  };
}
