import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { z } from 'zod';

import { simulate } from '../simulate.ts';
import { planted } from './plant.ts';

const lives = fileURLToPath(new URL('lives.ts', import.meta.url));
const answer = z.strictObject({ life: z.int().optional() });

/**
 * The number of the first life, from 1 on, that breaks with this planted fault, and holds without it; undefined where
 * so many hold with it as well.
 */
export async function lifeThatFinds(fault: number, most: number): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)(process.execPath, [lives, String(fault), String(most)]);
  const { life } = answer.parse(JSON.parse(stdout));
  if (life === undefined) return undefined;
  const { broken } = await simulate(life);
  if (broken.length > 0) throw new Error(`life ${life} breaks without a fault:\n${broken.join('\n')}`);
  return life;
}

/** Looks for each of them in turn, and tells what came of it. Answers how many were not found. */
export async function findPlanted(most: number, tell: (line: string) => void): Promise<number> {
  let missed = 0;
  for (const [number, { what, file }] of planted.entries()) {
    const life = await lifeThatFinds(number, most);
    missed += Number(life === undefined);
    const came = life === undefined ? `not found in ${most} lives` : `found in life ${life}`;
    tell(`${number} ${what} (${file}): ${came}`);
  }
  tell(`${planted.length - missed} of ${planted.length} were found`);
  return missed;
}
