import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { policiesOf, ruleIds } from './index.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/policy.md'), 'utf8');
const table = /<!-- rules:[^>]*-->\n([\s\S]*?)<!-- end of rules -->/.exec(page)?.[1] ?? '';
const rows = table.split('\n').flatMap((line) => {
  const [, id, title, sentence, basis] = line.split('|').map((cell) => cell.trim());
  return id !== undefined && /^[A-Z]+-/.test(id) ? [{ id, title, sentence, basis }] : [];
});

it('docs/policy.md explains every rule as the policy does', () => {
  expect(rows).toEqual(policiesOf().inForce(Date.parse('2026-11-20T08:00:00Z')).rules);
  expect(rows.map(({ id }) => id).sort()).toEqual([...ruleIds].sort());
});
