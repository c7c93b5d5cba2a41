import { describe, expect, test } from 'vitest';

import { mailKinds } from '../../shared/cases/index.ts';
import { ruleIds } from '../../shared/policy/rules.ts';
import { playTheme } from './play.ts';
import { themes } from './rules/index.ts';

/**
 * The table: each rule of the policy and each kind of mail, and the scenarios that prove it. Every scenario of the
 * registry is played here, and held to what it says it proves.
 */
const scenarios = Object.values(themes).flat();

describe('every rule has a case through HTTP', () => {
  test.each(ruleIds)('%s', (id) => {
    expect(scenarios.filter(({ rules }) => rules.includes(id))).not.toEqual([]);
  });
});

describe('every kind of mail is expected with its reader and its instant', () => {
  // The customer whom no mail reaches needs a mail service that refuses: `mail.test.ts` has one.
  test.each(mailKinds.filter((kind) => kind !== 'contactUnreachable'))('%s', (kind) => {
    expect(scenarios.filter(({ mails }) => mails?.includes(kind))).not.toEqual([]);
  });
});

describe.each(Object.entries(themes))('the scenarios of %s', (_theme, ofTheme) => {
  test('follow each other in time, each under a name of its own', () => {
    const times = ofTheme.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(new Set(ofTheme.map(({ name }) => name)).size).toBe(ofTheme.length);
  });
});

for (const [theme, ofTheme] of Object.entries(themes)) playTheme(theme, ofTheme);
