import type { CaseActionBody, Incident } from '../../cases/index.ts';
import type people from './people.json';

/** Who the customer is, and what was written, in one language. */
export type People = (typeof people)['en'];

/** What happens next: time passes, somebody does something, it goes on as an advisory case, an analysis is published, or mail does not arrive. */
export type Step =
  | { readonly waitHours: number }
  | { readonly act: { readonly type: CaseActionBody['type'] } & Readonly<Record<string, unknown>> }
  | { readonly opens: 'advisory' }
  | { readonly publish: Incident }
  | { readonly unreached: string };

/** A case and what happens to it. Together these lives lead to every notice that there is. */
export interface SampleLife {
  readonly name: string;
  readonly submission: Readonly<Record<string, unknown>>;
  readonly plan: 'standard' | 'professionalDirect' | 'unified';
  /** Operations decide about every lowering. */
  readonly approval?: true;
  readonly steps: readonly Step[];
}

const environment = { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' };
const incident: Incident = {
  id: 'MO-104233',
  title: 'Posting service unavailable',
  affected: 'multipleCustomers',
  rca: { location: 'https://status.example/incidents/MO-104233' },
};
const severityA = { severity: 'A' };
const around = { severity: 'B', require24X7Response: true };
const inHours = { severity: 'B', require24X7Response: false };

const does = (type: CaseActionBody['type'], more: object = {}): Step => ({ act: { type, ...more } });
const wait = (waitHours: number): Step => ({ waitHours });
const contacted = does('engineer.contacted');

/** The lives of a customer who writes in the words of `people`. */
export function livesOf({
  contact,
  colleague,
  question,
  proposal,
  update,
  evidence,
  closing,
  wish,
}: People): readonly SampleLife[] {
  const asks = does('engineer.requestedInformation', { message: question });
  const proposes = does('engineer.proposedResolution', { message: proposal });
  const concludes = (cause: string, more: object = {}) =>
    does('investigation.concluded', { cause, reproducible: true, ...more });
  return [
    {
      name: 'nobody answers for hours; then the customer does not',
      submission: severityA,
      plan: 'standard',
      steps: [wait(6), contacted, asks, wait(30)],
    },
    {
      name: 'a proposal without an answer, accepted late; the problem returns, twice',
      submission: severityA,
      plan: 'standard',
      steps: [
        contacted,
        proposes,
        wait(9),
        does('customer.acceptedResolution'),
        does('case.reopenRequested', { environment, sameError: true, updateInstalled: false }),
        does('case.closed', { message: closing }),
        does('case.reopenRequested', {
          environment: { ...environment, build: '10.0.43.0', machine: 'aos-4' },
          sameError: false,
          updateInstalled: true,
          adviceTried: true,
        }),
        wait(24 * 100),
        does('case.reopenRequested', { environment, sameError: true, updateInstalled: false }),
      ],
    },
    {
      name: 'business hours: asked, told how things stand, another contact',
      submission: inHours,
      plan: 'standard',
      steps: [
        contacted,
        asks,
        wait(96),
        does('engineer.updated', { message: update }),
        does('contact.changed', {
          contactDetails: {
            ...contact,
            ...colleague,
            primaryEmailAddress: 'colleague@contoso.example',
            additionalEmailAddresses: ['desk@contoso.example'],
          },
        }),
        does('customer.replied'),
        proposes,
        wait(72),
      ],
    },
    {
      name: 'around the clock at severity B',
      submission: around,
      plan: 'professionalDirect',
      steps: [contacted, asks, does('customer.replied'), proposes, does('case.closed')],
    },
    {
      name: 'a slow report: best effort, and on as an advisory case',
      submission: { ...around, problemType: 'performance', scope: 'isolated' },
      plan: 'unified',
      steps: [
        contacted,
        does('investigation.started'),
        wait(5),
        does('advisory.continued', { advisoryCaseId: '6d4f02c8-4d2f-4000-8000-000000000000' }),
        { opens: 'advisory' },
      ],
    },
    {
      name: 'a slow report on a plan that ends there',
      submission: { ...around, problemType: 'performance', scope: 'isolated' },
      plan: 'standard',
      steps: [contacted, does('investigation.started'), wait(5)],
    },
    {
      name: 'nobody can reproduce it',
      submission: { ...around, problemType: 'notReproducible' },
      plan: 'standard',
      steps: [contacted, does('investigation.started'), wait(5)],
    },
    {
      name: 'analyses and an escalation are asked for',
      submission: severityA,
      plan: 'professionalDirect',
      steps: [
        contacted,
        does('rca.requested'),
        does('downgrade.approved'),
        does('escalation.requested', { message: wish }),
        wait(10),
        { publish: incident },
        does('rca.requested', {
          incident: { id: 'MO-104240', published: true, affected: 'multipleCustomers' },
        }),
        does('case.closed'),
        does('rca.requested', { incident: { id: 'MO-104241', published: true, affected: 'oneCustomer' } }),
      ],
    },
    {
      name: 'the cause lies in custom code',
      submission: { ...severityA, problemType: 'customization' },
      plan: 'standard',
      steps: [
        contacted,
        does('investigation.started'),
        concludes('customCode', { evidence }),
        does('downgrade.approved'),
        does('case.closed', { message: closing }),
      ],
    },
    {
      name: 'the cause lies in software of another vendor',
      submission: around,
      plan: 'standard',
      steps: [contacted, does('investigation.started'), concludes('isv'), does('case.closed')],
    },
    {
      name: 'operations decide about every lowering, and the customer is silent',
      submission: severityA,
      plan: 'standard',
      approval: true,
      steps: [contacted, asks, wait(5), does('customer.replied'), proposes, wait(5)],
    },
    {
      name: 'a public preview, and mail that does not arrive',
      submission: {
        ...severityA,
        service: { name: 'Dynamics 365 Finance', releaseStage: 'publicPreview' },
      },
      plan: 'standard',
      steps: [{ unreached: 'suppressed: the address is on the list of those that do not accept mail' }],
    },
  ];
}
