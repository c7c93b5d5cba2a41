import { expect, test } from 'vitest';
import { contentHash } from './contentHash.ts';

// The published test vectors of FNV-1a, 64 bits.
test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('%j', (text, hash) => {
  expect(contentHash(text)).toBe(hash);
});

test('of more than ASCII it is that of the UTF-8', () => {
  // By the definition, in whole numbers without bounds.
  const expected = [...Buffer.from('祝日 – Tōkyō')].reduce(
    (hash, byte) => ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn,
    0xcbf29ce484222325n,
  );
  expect(contentHash('祝日 – Tōkyō')).toBe(expected.toString(16).padStart(16, '0'));
});
