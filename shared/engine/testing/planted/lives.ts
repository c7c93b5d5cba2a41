/**
 * Lives with a planted fault, until one breaks, in a process of its own. Says which as JSON: `{ "life": 3 }`, or `{}`.
 *   node shared/engine/testing/planted/lives.ts <number of the fault> <lives at the most>
 */
import { plant, planted } from './plant.ts';

const [number, most] = process.argv.slice(2).map(Number);
const fault = planted[number ?? -1];
if (!fault || most === undefined)
  throw new RangeError(`there are ${planted.length} planted faults, from 0 on`);
plant(fault);
const { simulate } = await import('../simulate.ts');

let life: number | undefined;
for (let seed = 1; seed <= most && life === undefined; seed += 1) {
  if ((await simulate(seed)).broken.length > 0) life = seed;
}
process.stdout.write(JSON.stringify({ life }));
