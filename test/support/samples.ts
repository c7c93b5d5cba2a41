/** `PUT /api/entitlements/contoso` as the design shows it. */
export const contoso = {
  plan: 'standard',
  country: 'JP',
  delegatedPartners: ['fabrikam'],
  purchasedFrom: 'microsoft',
};

/** `POST /api/cases` as the design shows it. */
export const submission = {
  tenantId: 'contoso',
  title: 'Sales order posting fails for everyone',
  description: '...',
  severity: 'A',
  require24X7Response: true,
  category: 'technical',
  problemType: 'breakFix',
  scope: 'isolated',
  service: { name: 'Dynamics 365 Finance', releaseStage: 'generallyAvailable' },
  environment: { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' },
  problemStartTime: '2026-11-20T07:30:00Z',
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

export type Submission = typeof submission;
