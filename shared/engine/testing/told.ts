import type { Outcome } from './simulate.ts';

/** A life for people: what was planned, what went wrong, and what did not hold. */
export function told({ plan, faults, broken }: Outcome): string {
  const { store, hosts, apart, steps } = plan;
  return [
    `  store ${store}, ${hosts} hosts${apart ? ', the clocks apart' : ''}, ${steps.length} steps:`,
    ...steps.map((step) => `    ${JSON.stringify(step)}`),
    `  what went wrong (${faults.length}):`,
    ...faults.map((fault) => `    ${fault}`),
    ...broken.map((what) => `  BROKEN: ${what}`),
  ].join('\n');
}

/** A life that has failed, as it was and as small as it could be made, and how it is lived again. */
export function toldWithShrunk(seed: number, failing: Outcome, smallest: Outcome): string {
  return [
    `seed ${seed} fails:`,
    told(failing),
    '\nas small as it could be made:',
    told(smallest),
    `\nlive it again: npm run simulate-faults -- --seed ${seed} --lives 1`,
  ].join('\n');
}
