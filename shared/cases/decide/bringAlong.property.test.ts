/** A life that is brought along ends as the same life lived: with the same clocks, and nobody told of its past. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { toInstant, toMs } from '../../calendar/index.ts';
import { caseActionTypes, type CaseActionBody, type CaseActionType } from '../model/actions.ts';
import type { SubmitCase } from '../model/commands.ts';
import { entitlementSchema } from '../model/entitlement.ts';
import { submissionSchema } from '../model/submission.ts';
import { fold } from '../fold/evolve.ts';
import { ending } from '../testing/ending.ts';
import { anySetup, posts, withApprovalOf, type Setup } from '../testing/random.ts';
import { sampleSubmission, start, Story } from '../testing/story.ts';
import { decide } from './decide.ts';

const never: readonly CaseActionType[] = [
  'advisory.continued',
  'alert.acknowledged',
  'mail.retryRequested',
  'response.corrected',
];
const types = caseActionTypes.filter((type) => !never.includes(type));
const often: readonly CaseActionType[] = [
  'engineer.requestedInformation',
  'engineer.proposedResolution',
  'customer.replied',
  'investigation.started',
  'investigation.paused',
  'severity.changeRequested',
  'coverage.changed',
];
const steps = fc.array(
  fc.record({ body: posts([...types, ...often, ...often]), wait: fc.integer({ min: 0, max: 2_000 }) }),
  { maxLength: 30, size: 'max' },
);

/** Lived as it happens: the story, and what of it was accepted. */
function lived(setup: Setup, life: readonly { body: object; wait: number }[]) {
  const story = new Story({ ...setup, policy: withApprovalOf(setup) });
  const events: CaseActionBody[] = [];
  for (const { body, wait } of life) {
    story.wait(wait);
    const posted = body as CaseActionBody;
    if (!('code' in story.attempt(posted))) events.push({ ...posted, occurredAt: story.now });
  }
  return { story, events };
}

function brought(setup: Setup, events: readonly CaseActionBody[], now: number) {
  const command: SubmitCase = {
    type: 'case.submit',
    caseId: 'case-1',
    by: { kind: 'caller', id: 'i-1', role: 'integration', tenantId: 'operator' },
    submission: submissionSchema.parse({ ...sampleSubmission, ...setup.submission }),
    entitlement: entitlementSchema.parse({ plan: 'standard', country: 'JP', ...setup.entitlement }),
    fromHomeTenant: true,
    history: { submittedAt: setup.at ?? start, events },
  };
  return decide(undefined, command, now, withApprovalOf(setup));
}

test('what is brought along ends as if it had been lived', () => {
  let kept = 0;
  let broken = 0;
  fc.assert(
    fc.property(anySetup, steps, fc.integer({ min: 0, max: 20_000 }), (setup, life, rest) => {
      const { story, events } = lived(setup, life);
      story.wait(rest);
      const recorded = brought(setup, events, toMs(story.now));
      const state = fold(recorded);
      if (!state) throw new Error('nothing was recorded');
      const now = toMs(story.now);
      const { alert: _, acknowledged: _by, ...as } = ending(story.state, now);
      expect(ending(state, now)).toEqual({ ...as, alert: false, acknowledged: undefined });
      expect(recorded.filter(({ type }) => /^(mail|alert|alarm)\./.test(type))).toEqual([]);
      expect(recorded.every(({ imported, at }) => imported === true && at === toInstant(now))).toBe(true);
      kept += events.length;
      broken += story.ofType('clock.breached').length;
    }),
    { numRuns: 300 },
  );
  expect(kept, 'events that were brought along').toBeGreaterThan(500);
  expect(broken, 'limits that were over').toBeGreaterThan(50);
});
