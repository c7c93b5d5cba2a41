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

const submission = {
  tenantId: 'contoso',
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

const friday: Step = async (stage) => {
  stage.narrate(
    'Friday, 17:00 in Tokyo. Contoso (plan standard) reports something minor. Severity C is answered within 8 ' +
      'business hours, Japan works 09:00-17:30, and the weekend is near.',
  );
  await stage.entitle('contoso', { plan: 'standard', country: 'JP', purchasedFrom: 'microsoft' });
  await stage.submit('minor', {
    ...submission,
    title: 'The invoice report prints the wrong logo',
    description: 'Since the last update every invoice shows the old logo.',
    severity: 'C',
    require24X7Response: false,
  });
};

const critical: Step = async (stage) => {
  await stage.until('2026-11-20T17:40:00+09:00');
  stage.narrate(
    'Ten minutes after closing time posting stops for everyone. Severity A has one hour, day and night.',
  );
  await stage.submit('critical', {
    ...submission,
    title: 'Sales order posting fails for everyone',
    description: 'Posting any sales order ends in an error since 17:20.',
    problemStartTime: '2026-11-20T17:20:00+09:00',
    severity: 'A',
    require24X7Response: true,
  });
};

const inTime: Step = async (stage) => {
  await stage.until('2026-11-20T18:28:00+09:00');
  stage.narrate(
    'Both warnings have reached operations. An engineer takes over, 12 minutes before the promise breaks.',
  );
  await stage.post('engineer', 'critical', { type: 'engineer.contacted' });
  await stage.until('2026-11-20T22:10:00+09:00');
  await stage.post('engineer', 'critical', {
    type: 'case.closed',
    message: 'The number sequence was exhausted.',
  });
};

const weekend: Step = async (stage) => {
  stage.narrate(
    'The weekend, then Monday 23 November, a public holiday in Japan: the minor case’s clock has stood still since Friday 17:30.',
  );
  await stage.until('2026-11-21T12:00:00+09:00');
  await stage.look('minor');
  await stage.until('2026-11-23T12:00:00+09:00');
  await stage.look('minor');
};

const tuesday: Step = async (stage) => {
  stage.narrate('Tuesday: the clock runs again at 09:00. Nobody takes the case.');
  await stage.until('2026-11-24T09:30:00+09:00');
  await stage.look('minor');
  await stage.until('2026-11-24T17:05:00+09:00');
};

const late: Step = async (stage) => {
  stage.narrate('The engineer calls after all. What was broken stays broken: the breach is not taken back.');
  await stage.post('engineer', 'minor', { type: 'engineer.contacted' });
  await stage.until('2026-11-25T11:20:00+09:00');
  await stage.post('engineer', 'minor', { type: 'case.closed', message: 'The logo has been replaced.' });
};

export const firstResponse: Story = {
  title: 'Two cases and a long weekend',
  begins: '2026-11-20T08:00:00Z',
  zone: 'Asia/Tokyo',
  place: 'Tokyo',
  steps: [friday, critical, inTime, weekend, tuesday, late],
};
