import type { Case, CaseMail, MailState } from '../cases/case.ts';

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
    preferredTimeZone: 'Asia/Tokyo',
    country: 'JP',
    preferredSupportLanguage: 'ja',
  },
  submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
  policyVersion: '1',
  calendar: { country: 'JP', timeZone: 'Asia/Tokyo', holidayData: '2026.1' },
  status: 'open',
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
      pauses: [],
      rules: ['IR-A'],
    },
  ],
  mails: [],
  linkedCases: [],
  sequence: 3,
  at: '2026-11-20T08:00:00Z',
  decisionSequence: 2,
};

/** A mail of the example case. */
export function exampleMail(mail: Partial<CaseMail> = {}): CaseMail {
  return {
    id: 'acknowledgement-1',
    kind: 'acknowledgement',
    audience: 'customer',
    requestedAt: '2026-11-20T08:00:00Z',
    attempt: 0,
    state: { status: 'requested' },
    ...mail,
  };
}

/** The mail as the event of this claim leaves it. */
export function claimed(
  mail: CaseMail,
  { attempt, ...rest }: { attempt: number } & Omit<Extract<MailState, { status: 'claimed' }>, 'status'>,
): CaseMail {
  const { operationId, repeatabilityId, firstSentAt, expiresAt, owner } = rest;
  return {
    ...mail,
    attempt,
    state: { status: 'claimed', operationId, repeatabilityId, firstSentAt, expiresAt, owner },
  };
}
