import fc from 'fast-check';

import { toInstant } from '../../calendar/index.ts';
import { caseActionTypes, type CaseActionType } from '../model/commands.ts';
import { withApproval } from './states.ts';
import { policy, Story, type Posted, type StoryOptions } from './story.ts';

/** Time passes, or somebody does something. `backMinutes`: it is told as having happened so long ago. */
export type Step =
  { readonly wait: number } | { readonly post: Posted; readonly backMinutes?: number | undefined };

const environment = { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' };

/** For each action the bodies it is posted with. */
const bodies: { readonly [T in CaseActionType]?: fc.Arbitrary<object> } = {
  'response.corrected': fc.record({
    contactedAt: fc.constantFrom('2026-11-20T08:20:00Z', '2026-03-27T15:20:00Z', '2026-10-30T21:20:00Z'),
    reason: fc.constant('by phone'),
  }),
  'alert.acknowledged': fc.constantFrom(
    {},
    { until: '2026-11-20T20:00:00Z' },
    { until: '2026-03-28T01:00:00Z' },
    { until: '2026-10-31T12:00:00Z' },
  ),
  'engineer.reclassified': fc.record({
    category: fc.constantFrom('technical', 'advisory'),
    message: fc.constant('it is slow by design'),
  }),
  'investigation.concluded': fc.record({
    cause: fc.constantFrom('unknown', 'unknown', 'customCode', 'platform'),
    reproducible: fc.constantFrom(false, false, true),
  }),
  'severity.changeRequested': fc.record(
    { severity: fc.constantFrom('A', 'B', 'C'), require24X7Response: fc.boolean() },
    { requiredKeys: ['severity'] },
  ),
  'coverage.changed': fc.record({ require24X7Response: fc.boolean() }),
  'dataScript.requested': fc.record({ testedInUat: fc.boolean(), providedBy: fc.constant('customer') }),
  'engineer.updated': fc.constant({ message: 'We are on it.' }),
  'contact.changed': fc.record({
    contactDetails: fc.record(
      {
        firstName: fc.constant('Ken'),
        lastName: fc.constant('Tanaka'),
        primaryEmailAddress: fc.constantFrom('ken@contoso.example', 'aiko@contoso.example'),
        country: fc.constantFrom('JP', 'DE', 'US'),
      },
      { noNullPrototype: true },
    ),
  }),
  'details.changed': fc.constant({ title: 'Nothing can be posted', labels: { area: 'sales' } }),
  'case.assigned': fc.record({ owner: fc.constantFrom(null, { id: 'e-7', name: 'Mika' }) }),
  'note.added': fc.constant({ message: 'Seen before.' }),
  'case.reopenRequested': fc.constant({ environment, sameError: true, updateInstalled: false }),
};

/** What support's work is made of. */
const work: readonly CaseActionType[] = [
  'investigation.started',
  'investigation.started',
  'investigation.paused',
  'engineer.requestedInformation',
  'engineer.proposedResolution',
  'customer.replied',
  'customer.replied',
  'customer.rejectedResolution',
  'coverage.changed',
  'coverage.changed',
  'severity.changeRequested',
  'case.reopenRequested',
];

export function posts(types: readonly CaseActionType[]): fc.Arbitrary<Posted> {
  return fc
    .constantFrom(...types)
    .chain((type) => (bodies[type] ?? fc.constant({})).map((body): Posted => ({ type, ...body })));
}

const wait = fc
  .oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 240 }) },
    { weight: 2, arbitrary: fc.integer({ min: 241, max: 4_000 }) },
  )
  .map((minutes): Step => ({ wait: minutes }));

const backMinutes = fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined, freq: 2 });

/** Posts and waits in any order; with `late`, some of what is posted happened earlier. */
function anything(types: readonly CaseActionType[], late: boolean): fc.Arbitrary<readonly Step[]> {
  const back = late ? backMinutes : fc.constant(undefined);
  const post = fc.tuple(posts(types), back).map(([body, minutes]): Step => ({
    post: body,
    ...(minutes === undefined ? {} : { backMinutes: minutes }),
  }));
  return fc.array(fc.oneof({ weight: 2, arbitrary: post }, { weight: 1, arbitrary: wait }), {
    maxLength: 40,
    size: 'max',
  });
}

// What moves the clocks comes more often.
const everything = [...caseActionTypes, ...work];
/** Anything, as it happens. */
export const anySteps = anything(everything, false);
/** The same, and some of it is told only later. */
export const anyTold = anything(everything, true);
/** Mostly work and what interrupts it. */
export const anyWork = anything([...caseActionTypes, ...work, ...work, ...work], true);

/** Each begins a few days before something is odd with its calendar: a holiday, a change of the clocks. */
const places = [
  { at: '2026-11-20T08:00:00Z', contact: {} },
  { at: '2026-03-27T15:00:00Z', contact: { country: 'DE', preferredTimeZone: 'Europe/Berlin' } },
  { at: '2026-10-30T20:00:00Z', contact: { country: 'US', preferredTimeZone: 'America/New_York' } },
] as const;

/** What a counterexample shows: a whole policy would hide it. */
export type Setup = Omit<StoryOptions, 'policy'> & { readonly approval: boolean };

export const anySetup: fc.Arbitrary<Setup> = fc
  .record({
    place: fc.constantFrom(...places),
    plan: fc.constantFrom('standard', 'professionalDirect', 'unified'),
    approval: fc.constantFrom(false, false, true),
    severity: fc.constantFrom('A', 'B', 'B', 'C'),
    require24X7Response: fc.boolean(),
    problemType: fc.constantFrom(
      'breakFix',
      'performance',
      'performance',
      'notReproducible',
      'customization',
    ),
    releaseStage: fc.constantFrom(
      ...(['generallyAvailable', 'generallyAvailable', 'generallyAvailable', 'publicPreview'] as const),
    ),
  })
  .map(({ place, plan, approval, releaseStage, ...asked }) => ({
    at: place.at,
    approval,
    entitlement: { plan },
    submission: {
      ...asked,
      ...(asked.problemType === 'performance' ? { scope: 'isolated' } : {}),
      service: { name: 'Dynamics 365 Finance', releaseStage },
      contactDetails: {
        firstName: 'Aiko',
        lastName: 'Tanaka',
        primaryEmailAddress: 'aiko@contoso.example',
        country: 'JP',
        ...place.contact,
      },
    },
  }));

export function withApprovalOf({ approval }: Setup) {
  return approval ? withApproval : policy;
}

/** Plays the steps; `tickEvery` lets a tick run each so many minutes of waiting, or none but what actions cause. */
export function play(setup: Setup, played: readonly Step[], tickEvery = Infinity): Story {
  const story = new Story({ ...setup, policy: withApprovalOf(setup) });
  for (const step of played) {
    if ('post' in step) {
      story.attempt(posted(story, step));
      continue;
    }
    let left = step.wait;
    for (; left > tickEvery; left -= tickEvery) story.wait(tickEvery);
    story.pass(left);
  }
  return story.wait(0);
}

function posted(story: Story, { post: body, backMinutes }: Extract<Step, { post: Posted }>): Posted {
  if (backMinutes === undefined) return body;
  return { ...body, occurredAt: toInstant(Date.parse(story.now) - backMinutes * 60_000) };
}
