import { expect, test } from 'vitest';

import { commitFrom, withFormat } from '../store/formats.ts';
import { spanContextFrom, writtenSpan } from './spanContext.ts';

const kept = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test.for([
  ['nothing', undefined],
  ['no text', 7],
  ['another version', kept.replace('00-', '01-')],
  ['a trace of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['a span of zeros', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
  ['capitals', kept.toUpperCase()],
  ['a line more', `${kept}\n`],
  ['more than that', `${kept}-00`],
])('%s is no span', ([, text]) => {
  expect(spanContextFrom(text)).toBeUndefined();
});

test('a span is read as W3C Trace Context writes it, and written so', () => {
  const span = spanContextFrom(kept);
  expect(span).toEqual({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: 1,
    isRemote: true,
  });
  expect(span && writtenSpan(span)).toBe(kept);
});

test('a commit keeps the span that has made it, and nothing else in its place', () => {
  const commit = { caseId: 'c', number: 0, at: '2026-11-20T08:00:00Z', events: [] };
  expect(commitFrom('c', withFormat('commit', { ...commit, trace: kept }))).toEqual({
    ...commit,
    trace: kept,
  });
  expect(commitFrom('c', withFormat('commit', commit))).toEqual(commit);
  expect(commitFrom('c', withFormat('commit', { ...commit, trace: 'x'.repeat(1000) }))).toEqual(commit);
});
