/** A form that has been written is read for ever: each kept fixture is what an earlier program stored. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { Unreadable } from './errors.ts';
import { commitFrom, formats, jsonFrom, rowFrom, snapshotFrom, withFormat } from './formats.ts';
import { sampleCommit, sampleRow, sampleSnapshot } from './testing/samples.ts';

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}

describe('commits', () => {
  it.each(Array.from({ length: formats.commit }, (_, index) => index + 1))(
    'of format %i are read',
    (format) => {
      const commit = commitFrom('x', fixture(`commit.v${format}`));
      expect(commit).toEqual({ ...sampleCommit('x', 3), idempotency: { scope: 'scope', body: 'body' } });
    },
  );

  it('are written as the fixture of the newest format is', () => {
    const written = withFormat('commit', {
      ...sampleCommit('x', 3),
      idempotency: { scope: 'scope', body: 'body' },
    });
    expect(JSON.parse(JSON.stringify(written))).toEqual(fixture(`commit.v${formats.commit}`));
  });

  it.each([
    ['of a newer program', { ...sampleCommit('x', 0), format: formats.commit + 1 }],
    ['of no format', sampleCommit('x', 0)],
    ['without events', { format: 1, number: 0 }],
    ['that are no JSON', jsonFrom('{"format":1,')],
    ['that are no object', 'text'],
  ])('%s cannot be read, which is said with the case', (_, stored) => {
    expect(() => commitFrom('x', stored)).toThrow(Unreadable);
    expect(() => commitFrom('x', stored)).toThrow('case x cannot be read');
  });
});

describe('what can be made again', () => {
  it('is read in the present format', () => {
    expect(rowFrom(fixture('row.v1'))).toEqual(sampleRow('x'));
    expect(snapshotFrom(fixture('snapshot.v1'))).toEqual(sampleSnapshot('x', 3));
  });

  it('is passed over in any other', () => {
    expect(rowFrom({ ...sampleRow('x'), format: 2 })).toBeUndefined();
    expect(rowFrom({ format: 1 })).toBeUndefined();
    expect(snapshotFrom({ ...sampleSnapshot('x', 3), format: 0 })).toBeUndefined();
    expect(snapshotFrom(undefined)).toBeUndefined();
  });
});
