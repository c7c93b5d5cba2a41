/**
 * One contender in a process of its own, so that what another one has taught the compiler neither helps nor hinders
 * it: prints its `Rates` as JSON. `node bench/calendarRates.ts <position>`
 */
import { contenders, year, type Contender } from './calendarContenders.ts';

export interface Rates {
  readonly name: string;
  /** For each task: operations per CPU second, and how many of the answers compared were ours. */
  readonly tasks: readonly { readonly perSecond: number; readonly agreeing: number }[];
}

type Task = (contender: Contender) => (start: number) => number;

const tasks: readonly Task[] = [
  ({ add }) =>
    (start) =>
      add(start, 4),
  ({ add }) =>
    (start) =>
      add(start, 400),
  ({ elapsed }) =>
    (start) =>
      elapsed(start, start + 90 * 86_400_000),
];
const budgetMs = 400;
const rounds = 3;
const compared = 64;

/** CPU time of this process in milliseconds. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Whole minutes of the year's first eight months, in no order that a branch predictor could learn. */
function startsIn(count: number): number[] {
  let state = 20_261_120;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Date.UTC(year) + (state % (240 * 1440)) * 60_000;
  });
}

const starts = startsIn(4096);
let sink = 0;

/** Operations per CPU second: the best of some rounds, after counts that double until one takes the budget. */
function rate(operation: (start: number) => number): number {
  let count = 8;
  let spent = round(operation, count);
  while (spent < budgetMs) spent = round(operation, (count *= 2));
  for (let again = 1; again < rounds; again += 1) spent = Math.min(spent, round(operation, count));
  return (count / spent) * 1000;
}

function round(operation: (start: number) => number, count: number): number {
  const before = cpuMs();
  for (let index = 0; index < count; index += 1) sink += operation(starts[index & 4095] ?? 0);
  return cpuMs() - before;
}

const contender = contenders[Number(process.argv[2])];
const [ours] = contenders;
if (!contender || !ours) throw new Error('Usage: node bench/calendarRates.ts <position of a contender>');
const perSecond = tasks.map((task) => rate(task(contender)));
const sample = starts.slice(0, compared);
const rates: Rates = {
  name: contender.name,
  tasks: tasks.map((task, index) => ({
    perSecond: perSecond[index] ?? 0,
    agreeing: sample.filter((start) => task(contender)(start) === task(ours)(start)).length / compared,
  })),
};
if (Number.isNaN(sink)) throw new Error('A contender gave no number.');
process.stdout.write(JSON.stringify(rates));
