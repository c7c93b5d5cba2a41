/**
 * Business time against libraries, per CPU second: `npm run bench -- calendar`. Each contender's answers are compared
 * with ours as well, so that none is praised for work that it does not do.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { buildYear } from '../shared/calendar/tables/buildYear.ts';
import { businessTime, weekdays, type BusinessCalendar, type DayInterval } from '../shared/calendar/index.ts';
import { bytesOf } from '../shared/calendar/tables/table.ts';
import { hoursByDay } from '../shared/calendar/tables/week.ts';
import { calendar, contenders, year } from './calendarContenders.ts';
import type { Rates } from './calendarRates.ts';

const tasks = ['+4 h', '+400 h', '90-day elapsed'];

export async function run(): Promise<void> {
  console.log(`Business time in ${calendar.timeZone} with public holidays, operations per CPU second`);
  console.log('(aims for +4 h: 200 times the best library, within 3 times of the bare limit)');
  const all: Rates[] = [];
  for (const position of contenders.keys()) all.push(await ratesOf(position));
  for (const [index, task] of tasks.entries()) printTask(task, index, all);
  const { mean, most } = coldYear();
  console.log(
    `\ncold year: ${mean.toFixed(1)} ms of CPU on average, ${most.toFixed(1)} ms at most (aim: under 50)`,
  );
  const busy = { ...calendar, weekly: everyDay(['08:00', '12:00'], ['13:00', '17:00'], ['18:00', '20:00']) };
  console.log(
    `a year's table: ${tableBytes(calendar)} bytes, with three openings on each of seven days ${tableBytes(busy)} (aim: under 16384)\n`,
  );
}

/** Some of the libraries know no zone but that of the process. */
async function ratesOf(position: number): Promise<Rates> {
  const script = join(import.meta.dirname, 'calendarRates.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(position)], {
    env: { ...process.env, TZ: calendar.timeZone },
  });
  return JSON.parse(stdout) as Rates;
}

function printTask(task: string, index: number, all: readonly Rates[]): void {
  console.log(`\n${task}`);
  const perSecond = all.map(({ tasks: rates }) => rates[index]?.perSecond ?? 0);
  for (const [position, { name, tasks: rates }] of all.entries()) {
    const agreeing = rates[index]?.agreeing ?? 0;
    const note = agreeing === 1 ? '' : `  (agrees in ${Math.round(agreeing * 100)} %)`;
    console.log(`  ${name.padEnd(32)}${short(perSecond[position] ?? 0).padStart(8)}${note}`);
  }
  const [ours = 0, limit = 0, , ...libraries] = perSecond;
  const best = Math.max(...libraries);
  console.log(
    `  ours: ${(ours / best).toFixed(0)} times the best library; the bare limit is ${(limit / ours).toFixed(1)} times ours`,
  );
}

function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)}M`;
  return value >= 1000 ? `${(value / 1000).toFixed(1)}k` : value.toFixed(0);
}

/** A year nobody asked for before, in zones nobody asked for before: worst case of a first question. In CPU ms. */
function coldYear(): { mean: number; most: number } {
  const zones = Intl.supportedValuesOf('timeZone').filter((_, index) => index % 8 === 0);
  const costs = zones.map((timeZone) => {
    const cold = { ...calendar, timeZone, weekly: everyDay(['09:00', '12:00'], ['13:00', '17:00']) };
    const before = process.cpuUsage();
    businessTime({ kind: 'businessHours', calendar: cold }).isOpen(Date.UTC(year, 5));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return { mean: costs.reduce((sum, cost) => sum + cost, 0) / costs.length, most: Math.max(...costs) };
}

const everyDay = (...hours: DayInterval[]): BusinessCalendar['weekly'] =>
  Object.fromEntries(weekdays.map((day) => [day, hours]));

function tableBytes(of: BusinessCalendar): number {
  return bytesOf(buildYear(of.timeZone, hoursByDay(of), year));
}
