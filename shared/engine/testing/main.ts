/**
 * Simulated lives, until one breaks an invariant or all are lived:
 *   npm run simulate-faults -- --seed 1 --lives 2000
 * A life that fails is shown with its seed, shrunk, and shown again; `--lives 1` with its seed lives it once more.
 *
 * Whether the lives find what is wrong: each planted fault is put into the source in turn, and looked for from life 1
 * on in so many lives:
 *   npm run simulate-faults -- --planted --lives 2000
 */
import { parseArgs } from 'node:util';

import { findPlanted } from './planted/find.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { toldWithShrunk } from './told.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    lives: { type: 'string', default: '2000' },
    planted: { type: 'boolean', default: false },
  },
});
const [first, lives] = [Number(values.seed), Number(values.lives)];
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(lives) || lives < 1) {
  throw new RangeError('--seed and --lives must be whole numbers, --lives at least 1');
}
const missed = values.planted ? await findPlanted(lives, console.log) : await liveAll();
process.exitCode = missed === 0 ? 0 : 1;

/** Answers how many have failed: the first one ends it. */
async function liveAll(): Promise<0 | 1> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  let faults = 0;
  let steps = 0;
  for (let seed = first; seed < first + lives; seed += 1) {
    const outcome = await simulate(seed);
    faults += outcome.faults.length;
    steps += outcome.steps;
    if (outcome.broken.length > 0) {
      console.log(toldWithShrunk(seed, outcome, await shrink(outcome)));
      return 1;
    }
    if ((seed - first + 1) % 500 === 0) console.log(`${seed - first + 1} lives, ${seconds().toFixed(0)} s`);
  }
  console.log(
    `${lives} lives from seed ${first} on: no invariant was broken. ` +
      `${steps} steps, ${faults} faults, ${seconds().toFixed(1)} s, ` +
      `${(lives / seconds()).toFixed(0)} lives a second.`,
  );
  return 0;
}
