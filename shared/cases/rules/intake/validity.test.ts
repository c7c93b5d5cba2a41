import { expect, test } from 'vitest';

import { entitlementSchema } from '../../model/entitlement.ts';
import { Refused } from '../../model/commands.ts';
import { Story, type StoryOptions } from '../../testing/story.ts';

function refusalOf(options: StoryOptions) {
  try {
    return new Story(options).state.plan;
  } catch (error) {
    if (error instanceof Refused)
      return {
        code: error.refusal.code,
        ...('rules' in error.refusal ? { rules: error.refusal.rules } : {}),
      };
    throw error;
  }
}

const expired = { code: 'entitlement.expired', rules: ['PLAN-1'] };

test.each([
  ['not yet', { validFrom: '2026-11-20T08:00:00.001Z' }, expired],
  ['just now', { validFrom: '2026-11-20T08:00:00Z' }, 'standard'],
  ['from a day', { validFrom: '2026-11-21' }, expired],
  ['until now', { validUntil: '2026-11-20T08:00:00Z' }, expired],
  ['a moment more', { validUntil: '2026-11-20T08:00:00.001Z' }, 'standard'],
  ['until the end of the day', { validUntil: '2026-11-20' }, 'standard'],
  ['until yesterday', { validUntil: '2026-11-19' }, expired],
])('an entitlement that holds %s', (_, entitlement, expected) => {
  expect(refusalOf({ entitlement })).toEqual(expected);
});

test('subscription management needs none that holds (PLAN-5)', () => {
  const submission = { category: 'subscriptionManagement' };
  const story = new Story({ submission, entitlement: { validUntil: '2026-11-19' } });
  expect(story.state.rules).toContain('PLAN-5');
});

test('one that would never hold is refused', () => {
  const bounds = { validFrom: '2026-11-21', validUntil: '2026-11-20' };
  expect(entitlementSchema.safeParse({ plan: 'standard', country: 'JP', ...bounds }).success).toBe(false);
});
