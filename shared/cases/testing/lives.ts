/**
 * Ten thousand lives of cases, the same in every run: what was decided for them once must not change unseen. They
 * are drawn by a generator of their own, so that neither a new action nor a new version of a library draws others.
 */
import { toInstant } from '../../calendar/index.ts';
import { withApproval } from './states.ts';
import { policy, Story } from './story.ts';

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

/** mulberry32: 32 bits of state are plenty for what is drawn here. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Draw {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = generator(seed);
  }

  upTo(most: number): number {
    return Math.floor(this.#next() * (most + 1));
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }

  of<T>(from: readonly T[]): T {
    const chosen = from[Math.floor(this.#next() * from.length)];
    if (chosen === undefined) throw new RangeError('nothing to draw from');
    return chosen;
  }
}

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

/** The life of this number: a case, what was done to it, and how late it was told. */
export function keptLife(number: number): Story {
  const draw = new Draw(number + 1);
  const { at, contact } = draw.of(places);
  const problemType = draw.of(['breakFix', 'performance', 'performance', 'notReproducible', 'customization']);
  const story = new Story({
    at,
    policy: draw.chance(1 / 3) ? withApproval : policy,
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
  });
  for (let step = draw.upTo(40); step > 0; step -= 1) {
    if (draw.chance(1 / 3)) {
      const wait = draw.chance(0.25) ? 241 + draw.upTo(3800) : draw.upTo(240);
      if (draw.chance(0.5)) story.wait(wait);
      else story.pass(wait);
      continue;
    }
    const type = draw.of(moves);
    const back = draw.chance(1 / 3) ? draw.upTo(300) : undefined;
    story.attempt({
      type,
      ...bodyOf(draw, type),
      ...(draw.chance(0.3) && type !== 'engineer.reclassified' ? { message: `words ${draw.upTo(999)}` } : {}),
      ...(back === undefined ? {} : { occurredAt: toInstant(Date.parse(story.now) - back * 60_000) }),
    });
  }
  return story.wait(0);
}
