/**
 * Business time against libraries, per CPU second: `npm run bench -- calendar`. Every contender's answers are
 * compared with ours first, so that nothing is measured that does not do the work.
 */
import { businessTime, weekdays, type BusinessCalendar } from '../shared/calendar/index.ts';
import { buildYear } from '../shared/calendar/buildYear.ts';
import { hoursByDay } from '../shared/calendar/week.ts';
import type { Contender } from './calendarContenders.ts';

const year = 2026;
const budgetMs = 400;
const elapsedDays = 90;

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

/** Operations per CPU second: rounds that double until one takes the budget. */
function rate(operation: (start: number) => number): number {
  for (let count = 8; ; count *= 2) {
    const before = cpuMs();
    for (let index = 0; index < count; index += 1) sink += operation(starts[index & 4095] ?? 0);
    const spent = cpuMs() - before;
    if (spent >= budgetMs) return (count / spent) * 1000;
  }
}

interface Task {
  readonly name: string;
  readonly run: (contender: Contender) => (start: number) => number;
}

const tasks: readonly Task[] = [
  {
    name: '+4 h',
    run:
      ({ add }) =>
      (start) =>
        add(start, 4),
  },
  {
    name: '+400 h',
    run:
      ({ add }) =>
      (start) =>
        add(start, 400),
  },
  {
    name: `${elapsedDays}-day elapsed`,
    run:
      ({ elapsed }) =>
      (start) =>
        elapsed(start, start + elapsedDays * 86_400_000),
  },
];

const short = (value: number): string =>
  value >= 1e6
    ? `${(value / 1e6).toFixed(1)}M`
    : value >= 1000
      ? `${(value / 1000).toFixed(1)}k`
      : value.toFixed(0);

function agreement(task: Task, contender: Contender, ours: Contender): string {
  const sample = starts.slice(0, 64);
  const same = sample.filter((start) => task.run(contender)(start) === task.run(ours)(start)).length;
  return same === sample.length ? '' : ` (agrees in ${same} of ${sample.length})`;
}

/** A year nobody asked for before, in zones nobody asked for before: worst case of a first question. */
function coldYear(): { meanMs: number; worstMs: number } {
  const zones = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 8 === 0);
  const costs = zones.map((timeZone) => {
    const weekly = Object.fromEntries(
      weekdays.map((day) => [
        day,
        [
          ['09:00', '12:00'],
          ['13:00', '17:00'],
        ] as const,
      ]),
    );
    const calendar: BusinessCalendar = { id: 'cold', timeZone, weekly, holidays: [], holidayData: 'none' };
    const before = cpuMs();
    businessTime({ kind: 'businessHours', calendar }).isOpen(Date.UTC(year, 5));
    return cpuMs() - before;
  });
  return { meanMs: costs.reduce((sum, cost) => sum + cost, 0) / costs.length, worstMs: Math.max(...costs) };
}

function tableBytes(calendar: BusinessCalendar): number {
  const {
    starts: begins,
    counted,
    byDay,
    holidays,
  } = buildYear(calendar.timeZone, hoursByDay(calendar), year);
  return begins.byteLength + counted.byteLength + byDay.byteLength + holidays.byteLength;
}

export async function run(): Promise<void> {
  const cold = coldYear();
  // Some of the libraries know no zone but that of the process.
  process.env.TZ = 'Europe/Berlin';
  const { bareSearch, calendar, libraries, luxonWalk, ours } = await import('./calendarContenders.ts');
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const limit = bareSearch(year);
  const all = [ours, limit, luxonWalk, ...libraries];
  print(`Business time in ${calendar.timeZone}, operations per CPU second`);
  for (const task of tasks) {
    const rates = new Map(all.map((contender) => [contender, rate(task.run(contender))]));
    const best = Math.max(...libraries.map((library) => rates.get(library) ?? 0));
    const own = rates.get(ours) ?? 0;
    const bare = rates.get(limit) ?? 0;
    print(`\n${task.name}`);
    for (const [contender, perSecond] of rates) {
      print(
        `  ${contender.name.padEnd(32)}${short(perSecond).padStart(8)}${agreement(task, contender, ours)}`,
      );
    }
    print(
      `  ours: ${(own / best).toFixed(0)} times the best library; the bare limit is ${(bare / own).toFixed(1)} times ours`,
    );
  }
  const lunch = {
    ...calendar,
    weekly: Object.fromEntries(
      weekdays.map((day) => [
        day,
        [
          ['08:00', '12:00'],
          ['13:00', '17:00'],
          ['18:00', '20:00'],
        ] as const,
      ]),
    ),
  };
  print(`\ncold year: ${cold.meanMs.toFixed(1)} ms of CPU on average, ${cold.worstMs.toFixed(1)} ms at most`);
  print(
    `a year's table: ${tableBytes(calendar)} bytes; with three intervals on each of seven days ${tableBytes(lunch)} bytes`,
  );
  if (Number.isNaN(sink)) throw new Error('a contender gave no number');
}
