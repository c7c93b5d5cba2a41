import { describe, expect, it } from 'vitest';

import type { TimelineEntry } from '../shared/api/schemas.ts';
import type { ClockKind } from '../shared/cases/model/vocabulary.ts';
import { knownFrom, sentence } from './sentences.ts';

const entry = (type: string, data: Record<string, unknown>): TimelineEntry => ({
  sequence: 1,
  type,
  at: '2026-11-20T08:00:00Z',
  decidedAsOf: '2026-11-20T08:00:00Z',
  by: { kind: 'system', id: 'tick', role: 'system' },
  rules: [],
  data,
  before: {},
  after: {},
});
const started = (kind: ClockKind) =>
  entry('clock.started', { clockId: `${kind}-1`, kind, target: 'PT4H', schedule: '24x7' });
const asked = (mailId: string, audience: string, kind: string) =>
  entry('mail.requested', { mailId, audience, kind });

describe('what became of a clock is told by what it is a clock of', () => {
  it.each<{ kind: ClockKind; met: string; breached: string; cancelled: string }>([
    {
      kind: 'initialResponse',
      met: 'First response: the promise was kept.',
      breached: 'First response: the promise was broken, it came due and nobody had answered.',
      cancelled: 'First response: cancelled, and not measured.',
    },
    {
      kind: 'customerReply',
      met: 'Reply of the customer: it came in time.',
      breached: 'Reply of the customer: it did not come in time.',
      cancelled: 'Reply of the customer: cancelled, and not measured.',
    },
    {
      kind: 'resolutionAcceptance',
      met: 'Answer to the resolution: it came in time.',
      breached: 'Answer to the resolution: it did not come in time.',
      cancelled: 'Answer to the resolution: cancelled, and not measured.',
    },
    {
      kind: 'bestEffort',
      met: 'Best effort: concluded before the time was used up.',
      breached: 'Best effort: the time is used up.',
      cancelled: 'Best effort: cancelled, and not measured.',
    },
  ])('$kind', ({ kind, ...told }) => {
    const known = knownFrom((['initialResponse', kind] as const).map(started));
    for (const [end, text] of Object.entries(told))
      expect(sentence(entry(`clock.${end}`, { clockId: `${kind}-1` }), known)).toBe(text);
  });
});

it('mails are told by whom they are to, and what of', () => {
  const known = knownFrom([
    asked('m3', 'customer', 'bestEffortClosed'),
    asked('m4', 'operations', 'responseBreached'),
  ]);
  expect(sentence(asked('m3', 'customer', 'bestEffortClosed'), known)).toBe(
    'Mail to the customer (best effort closed) was asked for.',
  );
  expect(sentence(entry('mail.sent', { mailId: 'm4' }), known)).toBe(
    'Mail to operations (response breached) was sent.',
  );
});

it('what the timeline shown does not tell is told as it stands', () => {
  const known = knownFrom([]);
  expect(sentence(entry('clock.paused', { clockId: 'x', counted: 'PT1H' }), known)).toBe(
    'A clock: paused after 1 h 00 min.',
  );
  expect(sentence(entry('mail.sent', { mailId: 'm9' }), known)).toBe('Mail m9 was sent.');
  expect(sentence(entry('toString', {}), known)).toBe('to string.');
});
