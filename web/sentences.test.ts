import { expect, test } from 'vitest';

import type { TimelineEntry } from '../shared/api/schemas.ts';
import { clocksIn, sentence } from './sentences.ts';

const entry = (type: string, data: TimelineEntry['data'] = {}): TimelineEntry => ({
  sequence: 1,
  type,
  at: '2026-11-24T12:00:00Z',
  decidedAsOf: '2026-11-24T12:00:00Z',
  by: { kind: 'system', id: 'tick', role: 'system' },
  rules: [],
  before: {},
  after: {},
  data,
});
const timeline = [
  entry('clock.started', { clockId: 'k2', kind: 'initialResponse', target: 'PT2H' }),
  entry('clock.started', { clockId: 'k10', kind: 'bestEffort', target: 'PT4H' }),
];
const of = (type: string, data: TimelineEntry['data']) => sentence(entry(type, data), clocksIn(timeline));

test.each([
  ['clock.started', { clockId: 'k2', target: 'PT2H' }, 'First response: a clock was started, 2 h 00 min.'],
  ['clock.met', { clockId: 'k2' }, 'First response: it came in time.'],
  ['clock.breached', { clockId: 'k2' }, 'First response: it came due, and nothing had come.'],
  ['clock.breached', { clockId: 'k10' }, 'Best effort: its time is used up.'],
  [
    'clock.paused',
    { clockId: 'k10', counted: 'PT1H' },
    'Best effort: the clock was paused after 1 h 00 min.',
  ],
  ['clock.met', { clockId: 'k99' }, 'A clock: it came in time.'],
  ['case.reopened', {}, 'The case was opened again.'],
  ['something.new', {}, 'something new.'],
])('an event of a clock says which clock: %s %j', (type, data, said) => {
  expect(of(type, data)).toBe(said);
});
