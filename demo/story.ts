import type { Stage } from './stage.ts';

/** One scene: the story is played by running them in order. */
export type Step = (stage: Stage) => Promise<void>;

export interface Story {
  readonly title: string;
  /** Where the virtual clock stands when it begins. */
  readonly begins: string;
  /** Whose wall clock is shown beside UTC. */
  readonly zone: string;
  readonly place: string;
  readonly steps: readonly Step[];
}

const environment = {
  name: 'prod',
  build: '10.0.42.1',
  machine: 'aos-3',
  user: 'u-9',
  document: 'SO-1001',
};

const friday: Step = async (stage) => {
  stage.narrate(
    'Friday, 17:00 in Tokyo. Contoso (plan Unified) reports that order posting has become slow: severity B, in ' +
      'business hours. The answer is due within 2 hours, Japan works 09:00-17:30, and Monday is a public holiday.',
  );
  await stage.entitle('contoso', { plan: 'unified', country: 'JP', purchasedFrom: 'microsoft' });
  await stage.submit('slow', {
    tenantId: 'contoso',
    title: 'Posting a sales order takes ten minutes',
    severity: 'B',
    require24X7Response: false,
    category: 'technical',
    problemType: 'performance',
    scope: 'isolated',
    service: { name: 'Dynamics 365 Finance' },
    environment,
    contactDetails: {
      firstName: 'Aiko',
      lastName: 'Tanaka',
      primaryEmailAddress: 'aiko@contoso.example',
      preferredTimeZone: 'Asia/Tokyo',
      country: 'JP',
      preferredSupportLanguage: 'ja',
    },
    submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
  });
  await stage.until('2026-11-23T12:00:00+09:00');
  await stage.look('slow');
};

const late: Step = async (stage) => {
  stage.narrate(
    'Tuesday: the clock runs again at 09:00. Nobody takes the case, so operations are alerted of the breach.',
  );
  await stage.until('2026-11-24T11:10:00+09:00');
  stage.narrate(
    'An engineer calls at last. What was broken stays broken; the next level is not told any more.',
  );
  await stage.post('engineer', 'slow', { type: 'engineer.contacted' });
};

const silence: Step = async (stage) => {
  await stage.until('2026-11-24T13:00:00+09:00');
  stage.narrate(
    'Posting has come to a halt. The customer asks for severity A and commits to working around the clock. Support ' +
      'starts its four hours of best effort, and needs a trace.',
  );
  await stage.post('integration', 'slow', {
    type: 'severity.changeRequested',
    severity: 'A',
    require24X7Response: true,
  });
  await stage.post('engineer', 'slow', { type: 'investigation.started' });
  await stage.until('2026-11-24T13:40:00+09:00');
  await stage.post('engineer', 'slow', {
    type: 'engineer.requestedInformation',
    message: 'Please send a trace of one posting.',
  });
  stage.narrate(
    'Silence. The clock of best effort stands; after 4 hours severity A goes, after 8 hours B goes too. C is worked ' +
      'in business hours only, so that the last mail waits for the morning.',
  );
  await stage.until('2026-11-25T09:20:00+09:00');
};

const recommitted: Step = async (stage) => {
  stage.narrate('The customer answers, and commits itself again: severity A is back, and support works on.');
  await stage.post('integration', 'slow', { type: 'customer.replied', message: 'The trace is attached.' });
  await stage.post('integration', 'slow', {
    type: 'severity.changeRequested',
    severity: 'A',
    require24X7Response: true,
  });
  await stage.until('2026-11-25T10:00:00+09:00');
  await stage.look('slow');
  await stage.post('integration', 'slow', { type: 'rca.requested' });
  await stage.post('operations', 'slow', { type: 'downgrade.declined' });
  stage.narrate('No cause is found in four hours. The case is closed with a referral.');
  await stage.until('2026-11-25T13:00:00+09:00');
};

const advisory: Step = async (stage) => {
  await stage.until('2026-11-30T10:00:00+09:00');
  stage.narrate('Unified customers may go on as an advisory case, within five business days.');
  const view = await stage.post('integration', 'slow', { type: 'advisory.continued' });
  const linked = view.linkedCases.find(({ kind }) => kind === 'advisory');
  if (linked) await stage.follow('advice', linked.id);
  await stage.until('2026-11-30T10:20:00+09:00');
  await stage.post('engineer', 'advice', { type: 'engineer.contacted' });
  await stage.until('2026-12-18T16:00:00+09:00');
  await stage.post('engineer', 'advice', {
    type: 'engineer.proposedResolution',
    message: 'Rebuild the index of the journal lines once a week.',
  });
  await stage.until('2026-12-18T17:00:00+09:00');
  await stage.post('integration', 'advice', { type: 'customer.acceptedResolution' });
};

const reopened: Step = async (stage) => {
  await stage.until('2027-02-24T09:00:00+09:00');
  stage.narrate(
    'Winter has passed. It is slow again: the same build, machine, user and document, a day before the three months ' +
      'are over. The case is reopened, and its first response counts from now.',
  );
  const again = { type: 'case.reopenRequested', environment, sameError: true, updateInstalled: false };
  await stage.post('integration', 'slow', again);
  await stage.until('2027-02-24T09:10:00+09:00');
  await stage.post('engineer', 'slow', { type: 'engineer.contacted' });
  await stage.post('engineer', 'slow', { type: 'investigation.started' });
  await stage.until('2027-02-24T10:25:00+09:00');
  stage.narrate(
    'This time the cause is found: an extension of the customer. The evidence goes with the closing.',
  );
  await stage.post('engineer', 'slow', {
    type: 'investigation.concluded',
    cause: 'customCode',
    reproducible: true,
    evidence: 'The extension ContosoPosting reads every line of the journal for each order.',
  });
  await stage.post('operations', 'slow', { type: 'downgrade.approved' });
  await stage.post('engineer', 'slow', { type: 'case.closed' });
  await stage.until('2027-02-25T09:00:00+09:00');
  stage.narrate('A new build is a new incident, whatever the error.');
  await stage.refused('integration', 'slow', {
    ...again,
    environment: { ...environment, build: '10.0.43.0' },
  });
};

export const wholeLife: Story = {
  title: 'The whole life of a case, over three months',
  begins: '2026-11-20T08:00:00Z',
  zone: 'Asia/Tokyo',
  place: 'Tokyo',
  steps: [friday, late, silence, recommitted, advisory, reopened],
};
