import type { CaseActionType } from '../../cases/index.ts';

const contactDetails = {
  firstName: 'Aiko',
  lastName: 'Tanaka',
  primaryEmailAddress: 'aiko@contoso.example',
  phoneNumber: '+81-3-0000-0000',
  preferredTimeZone: 'Asia/Tokyo',
  country: 'JP',
  preferredSupportLanguage: 'ja',
};

const environment = { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' };

/** Bodies of submissions. They take what the example of an entitlement gives. */
const submissions = {
  minimal: {
    tenantId: 'contoso',
    title: 'Sales order posting fails for everyone',
    severity: 'A',
    category: 'technical',
    service: { name: 'Dynamics 365 Finance' },
    contactDetails: {
      firstName: 'Aiko',
      lastName: 'Tanaka',
      primaryEmailAddress: 'aiko@contoso.example',
      country: 'JP',
    },
    submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
  },
  full: {
    tenantId: 'contoso',
    title: 'Sales order posting fails for everyone',
    description: 'Posting any sales order ends in an error since this morning.',
    severity: 'A',
    require24X7Response: true,
    category: 'technical',
    problemType: 'breakFix',
    service: { name: 'Dynamics 365 Finance', releaseStage: 'generallyAvailable' },
    environment,
    contactDetails,
    submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
    externalId: 'INC0012345',
    labels: { region: 'emea' },
  },
  /** From another system, with what happened there. */
  imported: {
    tenantId: 'contoso',
    title: 'Vendor payments are posted twice',
    severity: 'B',
    category: 'technical',
    service: { name: 'Dynamics 365 Finance' },
    contactDetails,
    submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
    externalId: 'INC0009876',
    submittedAt: '2026-11-18T01:00:00Z',
    events: [
      { type: 'engineer.contacted', occurredAt: '2026-11-18T01:20:00Z' },
      {
        type: 'engineer.proposedResolution',
        occurredAt: '2026-11-18T02:40:00Z',
        message: 'Turn off the second posting job.',
      },
      { type: 'customer.acceptedResolution', occurredAt: '2026-11-18T05:00:00Z' },
    ],
  },
};

/** One body for each action. Where one is possible it works as it is, but for what it names: an instant, a mail, a case. */
const actions: { readonly [T in CaseActionType]: { readonly type: T } & Readonly<Record<string, unknown>> } =
  {
    'engineer.contacted': { type: 'engineer.contacted', message: 'Called: two of us are looking into it.' },
    'engineer.requestedInformation': {
      type: 'engineer.requestedInformation',
      message: 'Please send the posting log of one such order.',
    },
    'engineer.proposedResolution': {
      type: 'engineer.proposedResolution',
      message: 'Reset the number sequence of the ledger journal.',
    },
    'engineer.reclassified': {
      type: 'engineer.reclassified',
      category: 'advisory',
      message: 'It is slow by design of the customer’s own report.',
    },
    'response.corrected': {
      type: 'response.corrected',
      contactedAt: '2026-11-20T08:20:00Z',
      reason: 'The call was entered late.',
    },
    'alert.acknowledged': { type: 'alert.acknowledged', message: 'I have taken it on.' },
    'engineer.updated': { type: 'engineer.updated', message: 'The cause is found; a fix is being tested.' },
    'contact.changed': {
      type: 'contact.changed',
      contactDetails: { ...contactDetails, firstName: 'Ken', primaryEmailAddress: 'ken@contoso.example' },
    },
    'details.changed': { type: 'details.changed', externalId: 'INC0012399', labels: { region: 'apac' } },
    'case.assigned': { type: 'case.assigned', owner: { id: 'e-7', name: 'Mika Aalto' } },
    'note.added': { type: 'note.added', message: 'Resembles what was seen after the last update.' },
    'customer.replied': { type: 'customer.replied', message: 'The log is attached to the ticket.' },
    'customer.acceptedResolution': { type: 'customer.acceptedResolution', message: 'It works again.' },
    'customer.rejectedResolution': { type: 'customer.rejectedResolution', message: 'Still the same error.' },
    'investigation.started': { type: 'investigation.started' },
    'investigation.paused': { type: 'investigation.paused', message: 'Waiting for a trace.' },
    'investigation.concluded': {
      type: 'investigation.concluded',
      cause: 'platform',
      reproducible: true,
      evidence: 'The trace shows a lock on the number sequence.',
    },
    'severity.changeRequested': {
      type: 'severity.changeRequested',
      severity: 'B',
      message: 'There is a workaround for now.',
    },
    'coverage.changed': { type: 'coverage.changed', require24X7Response: false },
    'escalation.requested': { type: 'escalation.requested', message: 'Nobody has called back since noon.' },
    'rca.requested': {
      type: 'rca.requested',
      incident: { id: 'INC-2026-11-20', published: true, affected: 'multipleCustomers' },
    },
    'dataScript.requested': { type: 'dataScript.requested', testedInUat: true, providedBy: 'partner' },
    'advisory.continued': { type: 'advisory.continued' },
    'downgrade.approved': { type: 'downgrade.approved' },
    'downgrade.declined': { type: 'downgrade.declined', message: 'The customer is still down.' },
    'mail.retryRequested': { type: 'mail.retryRequested', mailId: 'm3' },
    'case.closed': { type: 'case.closed', message: 'Fixed by the update of the weekend.' },
    'case.reopenRequested': {
      type: 'case.reopenRequested',
      environment,
      sameError: true,
      updateInstalled: false,
      adviceTried: true,
    },
  };

const policyChange = { targets: { initialResponse: { B: { standard: 'PT2H' } } } };

const calendarLayer = {
  effectiveFrom: '2026-12-01T00:00:00Z',
  holidays: { add: [{ date: '2027-01-04', name: 'Office moves' }], remove: [] },
  workingDays: { add: [{ date: '2027-01-09', name: 'Made up for the move' }] },
  applyTo: 'new',
};

/** Bodies that work as they are, but for the cases they name, by the id of the endpoint and a name. */
export const examples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  submitCase: submissions,
  actOnCase: actions,
  putEntitlement: {
    unified: {
      plan: 'unified',
      country: 'JP',
      delegatedPartners: ['fabrikam'],
      purchasedFrom: 'microsoft',
    },
  },
  computeDeadlines: {
    one: { schedule: 'businessHours', country: 'JP', start: '2026-11-20T08:00:00Z', duration: 'PT8H' },
    several: [
      { schedule: '24x7', start: '2026-11-20T08:00:00Z', duration: 'PT1H' },
      {
        schedule: 'businessHours',
        country: 'DE',
        region: 'BY',
        start: '2026-12-23T15:00:00Z',
        duration: 'PT4H',
      },
    ],
  },
  putPolicyVersion: { quicker: { ...policyChange, effectiveFrom: '2026-12-01T00:00:00Z', applyTo: 'new' } },
  previewPolicy: { quicker: policyChange },
  putCalendarLayer: { move: calendarLayer },
  previewCalendarLayer: { move: calendarLayer },
  putIncident: {
    outage: {
      title: 'Posting of orders failed',
      affected: 'multipleCustomers',
      service: 'Dynamics 365 Finance',
    },
  },
  restartAlarms: {
    several: { ids: ['7K3M-Q9XR-2F0T', '2HBN-41DE-WT8Y'], reason: 'The task hub was lost.' },
  },
  terminateAlarm: { loops: { reason: 'It runs in a loop and is no longer wanted.' } },
};
