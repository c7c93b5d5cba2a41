/** A policy document that is wrong is refused, with the place and a sentence that tells how to mend it. */
import { describe, expect, test } from 'vitest';

import document from './versions/2026-11-01.json' with { type: 'json' };
import { builtInPolicies, policiesOf, policySchema, ruleIds, submitterRole } from './index.ts';

type Draft = typeof document;

/** What is wrong with the first policy once it is changed: path and message of each. */
function faults(change: (draft: Draft) => unknown): [string, string][] {
  const draft = structuredClone(document);
  change(draft);
  const { error } = policySchema.safeParse(draft);
  return (error?.issues ?? []).map(({ path, message }) => [path.join('/'), message]);
}

test('the policy that comes with the product has no fault, and explains each rule that is cited', () => {
  expect(faults(() => undefined)).toEqual([]);
  const [first] = builtInPolicies;
  expect(first?.rules.map(({ id }) => id).sort()).toEqual([...ruleIds].sort());
});

describe('refused', () => {
  test.each<[string, (draft: Draft) => unknown, string, RegExp]>([
    [
      'a missing target',
      (draft) => Reflect.deleteProperty(draft.targets.initialResponse.B, 'unified'),
      'targets/initialResponse/B/unified',
      /expected string, received undefined/,
    ],
    [
      'a target of zero',
      (draft) => (draft.targets.initialResponse.A.standard = 'PT0H0M'),
      'targets/initialResponse/A/standard',
      /more than zero/,
    ],
    [
      'a target in days',
      (draft) => (draft.targets.initialResponse.A.standard = 'P1D'),
      'targets/initialResponse/A/standard',
      /hours, minutes and seconds, such as PT4H/,
    ],
    [
      'an unknown rule of a response',
      (draft) => (draft.initialResponse.B.rule = 'IR-D'),
      'initialResponse/B/rule',
      /IR-D.*add the rule or correct the id/,
    ],
    [
      'an unknown rule of a silence',
      (draft) => (draft.silence.businessHours.C.rule = 'COM-9'),
      'silence/businessHours/C/rule',
      /COM-9.*add the rule or correct the id/,
    ],
    [
      'an unknown rule of a best effort',
      (draft) => (draft.bestEffort.problemTypes.performance = 'BE-9'),
      'bestEffort/problemTypes/performance',
      /BE-9.*add the rule or correct the id/,
    ],
    [
      'something that is no rule id',
      (draft) => (draft.initialResponse.A.rule = 'critical'),
      'initialResponse/A/rule',
      /the id of a rule, such as IR-A/,
    ],
    [
      'levels at the same time',
      (draft) => draft.escalation.levels.splice(1, 0, { owner: 'Shift lead', after: 'PT0S', mailTo: [] }),
      'escalation/levels/1/after',
      /give each level a later `after`/,
    ],
    [
      'levels that go back',
      (draft) => draft.escalation.levels.push({ owner: 'Director', after: 'PT1H', mailTo: [] }),
      'escalation/levels/3/after',
      /give each level a later `after`/,
    ],
    [
      'no level',
      (draft) => (draft.escalation.levels = []),
      'escalation/levels',
      /expected array to have >=1/,
    ],
    [
      'a round that begins before the last level of the one before',
      (draft) => (draft.escalation.repeatEvery = 'PT2H'),
      'escalation/repeatEvery',
      /make it longer than that level’s `after`/,
    ],
    [
      'an address that is none',
      (draft) => Object.assign(draft.escalation.levels[0] ?? {}, { mailTo: ['the duty manager'] }),
      'escalation/levels/0/mailTo/0',
      /has no `@`/,
    ],
    [
      'a channel whose address is another setting',
      (draft) =>
        Object.assign(draft.escalation.levels[0] ?? {}, {
          channels: [{ webhook: 'COSMOS_ENDPOINT', shape: 'teams' }],
        }),
      'escalation/levels/0/channels/0/webhook',
      /CHANNEL_ and capitals/,
    ],
    [
      'a channel twice',
      (draft) => {
        const channel = { webhook: 'CHANNEL_DUTY', shape: 'slack' as const };
        Object.assign(draft.escalation.levels[0] ?? {}, { channels: [channel, channel] });
      },
      'escalation/levels/0/channels',
      /names a webhook twice/,
    ],
    [
      'a last warning at half-way',
      (draft) => (draft.bestEffort.ending = 'PT2H'),
      'bestEffort/ending',
      /overlaps the half-way warning: leave less time/,
    ],
    [
      'a half that is all',
      (draft) => (draft.bestEffort.half = 'PT4H'),
      'bestEffort/half',
      /must be less than `budget`/,
    ],
    [
      'reminders that do not rise',
      (draft) => (draft.silence.businessHours.B.reminders = ['PT16H', 'PT16H']),
      'silence/businessHours/B/reminders/1',
      /let reminders rise/,
    ],
    [
      'a lowering that does not follow the last reminder',
      (draft) => (draft.silence['24x7'].A.lowerAfter = 'PT2H'),
      'silence/24x7/A/lowerAfter',
      /`lowerAfter` follow the last/,
    ],
    [
      'a silence without an end',
      (draft) => (draft.silence.businessHours.C.reminders = []),
      'silence/businessHours/C/reminders',
      /name one, so that the clock has an end/,
    ],
    [
      'warnings that do not rise',
      (draft) => (draft.warnAtPercent.initialResponse = [75, 50]),
      'warnAtPercent/initialResponse',
      /must rise/,
    ],
    [
      'a warning at the target itself',
      (draft) => (draft.warnAtPercent.initialResponse = [50, 100]),
      'warnAtPercent/initialResponse/1',
      /<=99/,
    ],
    ['a rule twice', (draft) => draft.rules.push(...draft.rules.slice(0, 1)), 'rules', /give each id once/],
    [
      'a rule missing',
      (draft) => (draft.rules = draft.rules.filter(({ id }) => id !== 'RE-5' && id !== 'DC-2')),
      'rules',
      /add DC-2, RE-5/,
    ],
    [
      'a window of no months',
      (draft) => (draft.reopenWithinMonths = 0),
      'reopenWithinMonths',
      /expected number to be >=1/,
    ],
    ['a name with a blank', (draft) => (draft.version = 'next year'), 'version', /letters, digits, dots/],
    ['a word that is not known', (draft) => Object.assign(draft, { penalties: [] }), '', /penalties/],
  ])('%s', (_, change, path, message) => {
    const found = faults(change);
    expect(found.map(([at]) => at)).toEqual([path]);
    expect(found[0]?.[1]).toMatch(message);
  });

  test('all faults at once, not the first alone', () => {
    const found = faults((draft) => {
      draft.initialResponse.A.rule = 'IR-X';
      draft.bestEffort.ending = 'PT3H';
      draft.rules = draft.rules.slice(1);
    });
    expect(found.map(([at]) => at)).toEqual(['initialResponse/A/rule', 'rules', 'bestEffort/ending']);
  });
});

describe('which version holds', () => {
  const next = policySchema.parse({
    ...document,
    version: 'next',
    effectiveFrom: '2027-01-01T00:00:00+09:00',
  });
  const policies = policiesOf([next]);

  test.each([
    ['2026-12-31T14:59:59.999Z', '2026-11-01'],
    ['2026-12-31T15:00:00Z', 'next'],
  ])('at %s it is %s', (at, version) => {
    expect(policies.inForce(Date.parse(at)).version).toBe(version);
  });

  test('before the first of them, the first', () => {
    expect(policies.inForce(0).version).toBe('2026-11-01');
  });

  test('a case finds its own by name', () => {
    expect(policies.version('next')).toEqual(next);
    expect(policies.version('never')).toBeUndefined();
  });
});

test.each([
  [['Power Platform Administrator'], 'SUB-1'],
  [[' global administrator '], 'SUB-1'],
  [['62E90394-69F5-4237-9190-012177145E10'], 'SUB-1'],
  [['Reader', 'Service Support Administrator'], 'SUB-3'],
  [['Reader'], undefined],
  [[], undefined],
])('SUB-1, SUB-3: the roles %j', (roles, rule) => {
  const [policy] = builtInPolicies;
  if (!policy) throw new Error('there is no policy');
  expect(submitterRole(policy, roles)?.rule).toBe(rule);
});
