/** Snapshots are trusted by the version of the fold: whoever changes the fold has to raise it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { keptLife } from '../testing/lives.ts';
import { fold } from './evolve.ts';
import { foldVersion } from './version.ts';

const folded = 300;

interface Kept {
  readonly foldVersion: number;
  /** Of the states that the first lives end in, as JSON. */
  readonly hash: string;
}

/** The hash of a product calendar changes with the data, which is no work of the fold. */
const withoutData = (name: string, value: unknown) => (name === 'product' ? undefined : value);

test('what evolve makes of kept streams changes only with the fold version', () => {
  const kept = JSON.parse(readFileSync(new URL('kept.json', import.meta.url), 'utf8')) as Kept;
  const hash = createHash('sha256');
  for (let number = 0; number < folded; number += 1)
    hash.update(JSON.stringify(fold(keptLife(number).events), withoutData));
  const now: Kept = { foldVersion, hash: hash.digest('base64url') };
  expect(
    now,
    'the fold has changed: raise `foldVersion`, so that snapshots of the old one are passed over, and put this into kept.json',
  ).toEqual(kept);
});
