/**
 * Ten thousand lives of cases, the same in every run: what was decided for them once must not change unseen. They
 * are drawn by a generator of their own, so that neither a new action nor a new version of a library draws others.
 */
import { toInstant } from '../../calendar/index.ts';
import { Draw } from './draw.ts';
import { withApproval } from './states.ts';
import { policy, Story, type Posted, type StoryOptions } from './story.ts';

export const livesKept = 10_000;

const environment = { name: 'prod', build: '10.0.42.1', machine: 'aos-3', user: 'u-9', document: 'SO-1001' };
const places = [
  { at: '2026-11-20T08:00:00Z', contact: { country: 'JP', preferredSupportLanguage: 'ja' } },
  { at: '2026-03-27T15:00:00Z', contact: { country: 'DE', preferredTimeZone: 'Europe/Berlin' } },
  { at: '2026-10-30T20:00:00Z', contact: { country: 'US', preferredTimeZone: 'America/New_York' } },
] as const;
const moves = [
  'engineer.contacted',
  'engineer.requestedInformation',
  'engineer.requestedInformation',
  'engineer.proposedResolution',
  'engineer.reclassified',
  'customer.replied',
  'customer.replied',
  'customer.acceptedResolution',
  'customer.rejectedResolution',
  'investigation.started',
  'investigation.started',
  'investigation.paused',
  'investigation.concluded',
  'severity.changeRequested',
  'coverage.changed',
  'escalation.requested',
  'rca.requested',
  'dataScript.requested',
  'advisory.continued',
  'downgrade.approved',
  'downgrade.declined',
  'case.closed',
  'case.reopenRequested',
] as const;

function bodyOf(draw: Draw, type: (typeof moves)[number]): object {
  switch (type) {
    case 'engineer.reclassified':
      return { category: draw.of(['technical', 'advisory']), message: 'it is slow by design' };
    case 'investigation.concluded':
      return {
        cause: draw.of(['unknown', 'unknown', 'customCode', 'platform']),
        reproducible: draw.chance(1 / 3),
        ...(draw.chance(0.3) ? { evidence: `trace ${draw.upTo(99)}` } : {}),
      };
    case 'severity.changeRequested':
      return {
        severity: draw.of(['A', 'B', 'C']),
        ...(draw.chance(0.6) ? { require24X7Response: draw.chance(0.5) } : {}),
      };
    case 'coverage.changed':
      return { require24X7Response: draw.chance(0.5) };
    case 'rca.requested':
      if (draw.chance(0.5)) return {};
      return {
        incident: {
          id: draw.of(['INC-1', 'INC-2']),
          published: draw.chance(0.5),
          affected: draw.of(['oneCustomer', 'multipleCustomers']),
        },
      };
    case 'dataScript.requested':
      return { testedInUat: draw.chance(0.5), providedBy: 'customer' };
    case 'case.reopenRequested':
      return { environment, sameError: draw.chance(0.9), updateInstalled: false };
    default:
      return {};
  }
}

/** Time passes, or somebody does something. `looked`: somebody looks when it has passed, and records what is due. */
export type LifeStep =
  | { readonly wait: number; readonly looked: boolean }
  | { readonly post: Posted; readonly backMinutes?: number };

/** A case and what is done to it, as data. */
export interface Life {
  readonly at: string;
  readonly approval: boolean;
  readonly entitlement: NonNullable<StoryOptions['entitlement']>;
  readonly submission: object;
  readonly steps: readonly LifeStep[];
}

/** The life of this number. */
export function drawLife(number: number): Life {
  const draw = new Draw(number + 1);
  const { at, contact } = draw.of(places);
  const problemType = draw.of(['breakFix', 'performance', 'performance', 'notReproducible', 'customization']);
  return {
    at,
    approval: draw.chance(1 / 3),
    entitlement: { plan: draw.of(['standard', 'professionalDirect', 'unified']) },
    submission: {
      severity: draw.of(['A', 'B', 'B', 'C']),
      require24X7Response: draw.chance(0.5),
      problemType,
      ...(problemType === 'performance' ? { scope: 'isolated' } : {}),
      service: {
        name: 'Dynamics 365 Finance',
        releaseStage: draw.chance(0.25) ? 'publicPreview' : 'generallyAvailable',
      },
      contactDetails: {
        firstName: 'Aiko',
        lastName: 'Tanaka',
        primaryEmailAddress: 'aiko@contoso.example',
        ...contact,
      },
    },
    steps: Array.from({ length: draw.upTo(40) }, () => drawStep(draw)),
  };
}

function drawStep(draw: Draw): LifeStep {
  if (draw.chance(1 / 3)) {
    const wait = draw.chance(0.25) ? 241 + draw.upTo(3800) : draw.upTo(240);
    return { wait, looked: draw.chance(0.5) };
  }
  const type = draw.of(moves);
  const back = draw.chance(1 / 3) ? { backMinutes: draw.upTo(300) } : {};
  const post: Posted = {
    type,
    ...bodyOf(draw, type),
    ...(draw.chance(0.3) && type !== 'engineer.reclassified' ? { message: `words ${draw.upTo(999)}` } : {}),
  };
  return { post, ...back };
}

/** What is posted, where it is told some time after it happened. `now` is ms since the epoch. */
export function toldLate({ post, backMinutes }: Extract<LifeStep, { post: Posted }>, now: number): Posted {
  return backMinutes === undefined ? post : { ...post, occurredAt: toInstant(now - backMinutes * 60_000) };
}

/** The life of this number as it was lived. */
export function keptLife(number: number): Story {
  const { at, approval, entitlement, submission, steps } = drawLife(number);
  const story = new Story({ at, policy: approval ? withApproval : policy, entitlement, submission });
  for (const step of steps) {
    if ('post' in step) story.attempt(toldLate(step, Date.parse(story.now)));
    else if (step.looked) story.wait(step.wait);
    else story.pass(step.wait);
  }
  return story.wait(0);
}
