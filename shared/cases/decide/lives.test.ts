/** What was decided once stays decided: the events of ten thousand lives, byte for byte. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { asKept } from '../testing/asKept.ts';
import { keptLife, livesKept } from '../testing/lives.ts';

const kept = readFileSync(new URL('../testing/lives.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

test(`the events of ${livesKept} lives are what they were when they were kept`, () => {
  expect(kept).toHaveLength(livesKept);
  const changed = kept.flatMap((hash, number) => (hashOf(number) === hash ? [] : [number]));
  expect(changed, 'lives that go otherwise now').toEqual([]);
});

function hashOf(number: number): string {
  const { events } = keptLife(number);
  return createHash('sha256')
    .update(JSON.stringify(asKept(events)))
    .digest('base64url')
    .slice(0, 10);
}
