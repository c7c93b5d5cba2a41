import type { Entitlement, Submission } from '../../shared/cases/index.ts';

/** An ordinary severity A case of a tenant that `entitlement` covers. */
export const submission: Submission = {
  tenantId: 'contoso',
  title: 'Sales order posting fails for everyone',
  description: 'Posting any sales order ends in an error since this morning.',
  severity: 'A',
  require24X7Response: true,
  category: 'technical',
  problemType: 'breakFix',
  service: { name: 'Dynamics 365 Finance', releaseStage: 'generallyAvailable' },
  environment: { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' },
  contactDetails: {
    firstName: 'Aiko',
    lastName: 'Tanaka',
    primaryEmailAddress: 'aiko@contoso.example',
    phoneNumber: '+81-3-0000-0000',
    preferredTimeZone: 'Asia/Tokyo',
    country: 'JP',
    preferredSupportLanguage: 'ja',
  },
  submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
};

export const entitlement: Entitlement = {
  plan: 'standard',
  country: 'JP',
  delegatedPartners: [],
  purchasedFrom: 'microsoft',
};
