import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { readOrThrow, storedAs, UnreadableDocument } from './stored.ts';

const first = storedAs('incident', z.strictObject({ title: z.string(), hits: z.int() }));
/** A second format: the title became a list, and who put it is kept. */
const second = storedAs(
  'incident',
  z.strictObject({ titles: z.array(z.string()), hits: z.int(), putBy: z.string() }),
  [({ title, ...rest }) => ({ ...rest, titles: [title], putBy: 'unknown' })],
);

describe('a document', () => {
  it('carries the format it is written in', () => {
    expect(first.write({ title: 'a', hits: 1 })).toEqual({ format: 1, title: 'a', hits: 1 });
    expect(second.write({ titles: ['a'], hits: 1, putBy: 'b' })).toMatchObject({ format: 2 });
  });

  it('is read as it was written', () => {
    const value = { title: 'a', hits: 1 };
    expect(first.read(first.write(value))).toEqual({ ok: true, value });
  });

  it('of an older format is brought up', () => {
    const value = { titles: ['a'], hits: 1, putBy: 'unknown' };
    expect(second.read(first.write({ title: 'a', hits: 1 }))).toEqual({ ok: true, value });
  });

  it('of the newest format is not brought up once more', () => {
    const value = { titles: ['a', 'b'], hits: 2, putBy: 'someone' };
    expect(second.read(second.write(value))).toEqual({ ok: true, value });
  });

  it('that an upcaster makes nonsense of is judged by the schema', () => {
    const reading = second.read({ format: 1, title: 7, hits: 1 });
    expect(reading).toMatchObject({ ok: false, reason: expect.stringContaining('/titles/0') as string });
  });

  it.each([
    ['of a format to come', { format: 2, titles: [] }, /format 2.*reads up to 1: start the release/],
    ['without a format', { title: 'a', hits: 1 }, /in which format/],
    ['that is no object', 'text', /in which format/],
    ['that is not there', undefined, /in which format/],
    ['of format 0', { format: 0 }, /in which format/],
    ['of half a format', { format: 1.5 }, /in which format/],
    [
      'that its schema refuses',
      { format: 1, title: 'a', hits: 'many' },
      /^format 1 is not read any more: \/hits/,
    ],
    ['with a field that is none', { format: 1, title: 'a', hits: 1, more: 1 }, /more/],
  ])('%s cannot be read, and it is said why', (_, body, reason) => {
    const reading = first.read(body);
    expect(reading.ok ? undefined : reading.reason).toMatch(reason);
    expect(() => readOrThrow(first, 'INC-1', body)).toThrow(UnreadableDocument);
    expect(() => readOrThrow(first, 'INC-1', body)).toThrow(/^incident INC-1 cannot be read: /);
  });

  it('with much that is wrong tells the first of it, and how much more there is', () => {
    const many = storedAs('incident', z.strictObject({ a: z.int(), b: z.int(), c: z.int(), d: z.int() }));
    const reading = many.read({ format: 1 });
    expect(reading.ok ? undefined : reading.reason).toMatch(/\/a .*\/b .*\/c .* and 1 more$/);
  });
});
