import { expect, test } from 'vitest';

import { builtInPolicies, madeSentences, type Policy } from './index.ts';
import { differences } from './differences.ts';
import document from './versions/2026-11-01.json' with { type: 'json' };

const [policy] = builtInPolicies as [Policy];
const withTargets = (B: Partial<Policy['targets']['initialResponse']['B']>): Policy => ({
  ...policy,
  targets: {
    initialResponse: { ...policy.targets.initialResponse, B: { ...policy.targets.initialResponse.B, ...B } },
  },
});
const ofB = (B: Partial<Policy['targets']['initialResponse']['B']>) =>
  madeSentences(withTargets(B)).get('IR-B');

test.each([
  [
    {},
    'less than four hours on Standard and two hours on the other plans, in business hours, or around the clock',
  ],
  [{ standard: 'PT3H' }, 'less than three hours on Standard and two hours on the other plans'],
  [{ standard: 'PT2H' }, 'less than two hours, in business hours'],
  [
    { standard: 'PT90M', unified: 'PT1H' },
    'one hour and 30 minutes on Standard, two hours on Professional Direct, one hour on Unified and two hours on Premier',
  ],
  [{ standard: 'PT100H' }, 'less than 100 hours on Standard'],
])('IR-B with %j', (targets, sentence) => {
  expect(ofB(targets)).toContain(sentence);
});

test('the others that state data', () => {
  const made = madeSentences({
    ...policy,
    reopenWithinMonths: 1,
    languages: ['en', 'zh-Hant'],
    bestEffort: { ...policy.bestEffort, budget: 'PT6H' },
  });
  expect(made.get('RE-5')).toBe('One calendar month or more after closing, it is a new incident.');
  expect(made.get('LANG-3')).toBe('English and Traditional Chinese.');
  expect(made.get('BE-1')).toContain('up to six hours of');
  expect(made.get('BE-3')).toBe('Unified and Premier customers may go on as an advisory case.');
});

test('what comes with the product says the same as it is made from', () => {
  const made = madeSentences(policy);
  for (const { id, sentence } of document.rules) expect(made.get(id) ?? sentence).toBe(sentence);
});

test('differences are where two documents differ', () => {
  expect(differences({ a: 1, b: { c: [1, 2], d: 'x' } }, { a: 1, b: { c: [1, 3] }, 'e/f': 0 })).toEqual([
    '/b/c/1',
    '/b/d',
    '/e~1f',
  ]);
  expect(differences(policy, policy)).toEqual([]);
});
