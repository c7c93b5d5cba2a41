import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { toldWithShrunk } from './told.ts';

/** How many lives one test lives, one after the other. */
const atOnce = 100;

/** The first seeds of the tests that live so many lives from this seed on. */
export function seedsFrom(first: number, lives = 500): readonly number[] {
  return Array.from({ length: lives / atOnce }, (_, index) => first + index * atOnce);
}

/** What failed in the lives from this seed on; the first one that did is made small. */
export async function failedFrom(from: number): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let seed = from; seed < from + atOnce; seed += 1) {
    const outcome = await simulate(seed);
    if (outcome.broken.length === 0) continue;
    failed.push(
      failed.length === 0
        ? toldWithShrunk(seed, outcome, await shrink(outcome))
        : `seed ${seed} fails: ${outcome.broken.join('\n')}`,
    );
  }
  return failed;
}
