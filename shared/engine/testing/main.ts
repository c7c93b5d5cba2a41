/**
 * Simulated lives, until one breaks an invariant or all are lived:
 *   npm run simulate-faults -- --seed 1 --lives 2000
 * A life that fails is shown with its seed, shrunk, and shown again; `--lives 1` with its seed lives it once more.
 */
import { parseArgs } from 'node:util';

import { shrink } from './shrink.ts';
import { simulate, type Outcome } from './simulate.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, lives: { type: 'string', default: '2000' } },
});
const [first, lives] = [Number(values.seed), Number(values.lives)];
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(lives) || lives < 1) {
  throw new RangeError('--seed and --lives must be whole numbers, --lives at least 1');
}

const begun = performance.now();
const seconds = () => (performance.now() - begun) / 1000;
let faults = 0;
let steps = 0;
let failed = 0;
for (let seed = first; seed < first + lives && failed === 0; seed += 1) {
  const outcome = await simulate(seed);
  faults += outcome.faults.length;
  steps += outcome.steps;
  if (outcome.broken.length > 0) {
    failed += 1;
    console.log(`seed ${seed} fails:`);
    show(outcome);
    console.log('\nas small as it could be made:');
    show(await shrink(outcome));
    console.log(`\nlive it again: npm run simulate-faults -- --seed ${seed} --lives 1`);
  }
  if ((seed - first + 1) % 500 === 0) console.log(`${seed - first + 1} lives, ${seconds().toFixed(0)} s`);
}
if (failed === 0) {
  const rate = lives / seconds();
  console.log(
    `${lives} lives from seed ${first} on: no invariant was broken. ` +
      `${steps} steps, ${faults} faults, ${seconds().toFixed(1)} s, ${rate.toFixed(0)} lives a second.`,
  );
}
process.exitCode = failed === 0 ? 0 : 1;

function show({ plan, faults: suffered, broken }: Outcome): void {
  const { store, hosts, apart, steps: planned } = plan;
  console.log(
    `  store ${store}, ${hosts} hosts${apart ? ', the clocks apart' : ''}, ${planned.length} steps:`,
  );
  for (const step of planned) console.log(`    ${JSON.stringify(step)}`);
  console.log(`  what went wrong (${suffered.length}):`);
  for (const fault of suffered) console.log(`    ${fault}`);
  for (const what of broken) console.log(`  BROKEN: ${what}`);
}
