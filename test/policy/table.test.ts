import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ruleIds } from '../../shared/policy/rules.ts';
import { themes } from './rules/index.ts';

/**
 * The table: each rule of the policy, and the scenarios that prove it. The test files beside play every scenario and
 * hold it to the rules that it names; here is counted what they name.
 */
const table = new Map<string, string[]>(ruleIds.map((id) => [id, []]));
for (const [theme, scenarios] of Object.entries(themes)) {
  for (const { name, rules } of scenarios) {
    for (const id of rules) table.get(id)?.push(`${theme}: ${name}`);
  }
}

describe('every rule has a case through HTTP', () => {
  test.each([...table])('%s', (_id, scenarios) => {
    expect(scenarios).not.toEqual([]);
  });
});

test.each(Object.keys(themes))('%s is played, all of it', (theme) => {
  const played = readFileSync(join(import.meta.dirname, `${theme}.test.ts`), 'utf8');
  expect(played).toContain(`playTheme('${theme}'`);
});

test.each(Object.entries(themes))('the scenarios of %s follow each other in time', (_theme, scenarios) => {
  const times = scenarios.map(({ at }) => at);
  expect(times).toEqual([...times].sort());
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});
