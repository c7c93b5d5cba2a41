import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { policiesOf } from '../index.ts';
import reviewed from './reviewed.json' with { type: 'json' };

const page = readFileSync(join(import.meta.dirname, '../../../docs/business-time.md'), 'utf8');
const { rules } = policiesOf().inForce(Date.parse('2026-11-20T08:00:00Z'));

test.for(reviewed.hours)(
  '$rule is told with the hours that count, in its sentence and in the docs',
  (hours) => {
    const sentence = rules.find(({ id }) => id === hours.rule)?.sentence;
    const row = page.split('\n').find((line) => line.startsWith(`| ${hours.rule} `));
    for (const [from, to] of hours.intervals) {
      expect(sentence).toContain(`${from} to ${to}`);
      expect(row).toContain(`${from}-${to}`);
    }
  },
);
