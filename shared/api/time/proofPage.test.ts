import { describe, expect, test } from 'vitest';

import { finished, toDurationMs, toMs, type Segment } from '../../calendar/index.ts';
import { segmentsOn } from '../../cases/index.ts';
import { Story } from '../../cases/testing/story.ts';
import { proofPage, proofQuerySchema } from './proofPage.ts';

/** A clock in business hours that stood twice, and ran around the clock before. */
function paused() {
  const story = new Story({ submission: { problemType: 'performance' }, entitlement: { plan: 'unified' } })
    .acts('engineer.contacted', 'investigation.started')
    .wait(60)
    .acts('engineer.requestedInformation')
    .wait(30)
    .acts('customer.replied')
    .wait(60)
    .acts('engineer.requestedInformation')
    .wait(60)
    .acts('customer.replied');
  const history = story.history('bestEffort');
  const { state } = story;
  const now = toMs(story.now);
  return { history, state, now, whole: segmentsOn(state, history, now) };
}

/** All pages of so many segments, by the instant at which each says that the next begins. */
function pages({ history, state, now }: ReturnType<typeof paused>, top: number): Segment[][] {
  const found: Segment[][] = [];
  let after: string | undefined;
  do {
    const page = finished(proofPage(state, history, now, { top, after }));
    found.push([...page.segments]);
    after = page.next;
  } while (after !== undefined);
  return found;
}

describe('a proof', () => {
  const proof = paused();

  test('is one page where there is room', () => {
    expect(proof.whole.length).toBeGreaterThanOrEqual(5);
    expect(pages(proof, proof.whole.length)).toEqual([proof.whole]);
  });

  test.each([1, 2, 3, 4])('in pages of %d segments is the same', (top) => {
    const found = pages(proof, top);
    expect(found.flat()).toEqual(proof.whole);
    expect(found).toHaveLength(Math.ceil(proof.whole.length / top));
  });

  test('says on each page what is counted in all', () => {
    const { history, state, now } = proof;
    const after = proof.whole[2]?.to;
    const counted = [undefined, after === undefined ? undefined : new Date(after).toISOString()].map(
      (from) => finished(proofPage(state, history, now, { top: 1, after: from })).counted,
    );
    const target = toDurationMs(history.clock.target);
    expect(counted).toEqual([target, target]);
  });

  test('goes on within a segment from the instant that is asked for, and ends with the proof', () => {
    const { history, state, now, whole } = proof;
    const [first] = whole;
    if (!first) throw new Error('there is a segment');
    const middle = new Date((first.from + first.to) / 2).toISOString();
    const page = finished(proofPage(state, history, now, { top: 1, after: middle }));
    expect(page.segments).toEqual([{ ...first, from: toMs(middle) }]);
    const past = finished(proofPage(state, history, now, { top: 1, after: '2100-01-01T00:00:00Z' }));
    expect(past).toMatchObject({ segments: [], next: undefined });
  });
});

test.each([
  ['none', {}, { top: 10_000, strict: false }],
  [
    'both',
    { top: '5', after: '2026-11-20T09:00:00+01:00' },
    { top: 5, after: '2026-11-20T09:00:00+01:00', strict: false },
  ],
])('%s of the parameters', (_, query, expected) => {
  expect(proofQuerySchema.parse(query)).toEqual(expected);
});

test.each([{ top: '0' }, { top: '10001' }, { after: 'now' }])('%j is refused', (query) => {
  expect(proofQuerySchema.safeParse(query).success).toBe(false);
});
