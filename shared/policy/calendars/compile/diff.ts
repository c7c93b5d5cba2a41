/**
 * What a new compilation changes: `npm run holidays:diff [-- <revision or file>]` prints, by country and date, how
 * the list in the working tree differs from an earlier one (the last commit's, unless another is named).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { datesOf, daysOf } from '../dates.ts';

interface Region {
  readonly add?: Record<string, string>;
  readonly remove?: string;
  readonly days?: Record<string, string>;
}
interface Country extends Region {
  readonly national: Record<string, string>;
  readonly workingDays?: Record<string, string>;
  readonly regions?: Record<string, Region>;
}
interface File {
  readonly version: string;
  readonly from: string;
  readonly to?: string;
  /** What `to` was called before. */
  readonly horizon?: string;
  readonly countries: Record<string, Country>;
}

const path = 'shared/policy/calendars/data/holidays.json';

export function differences(before: File, after: File): string[] {
  const [first, last] = [yearOf(after.from), yearOf(after.to ?? after.horizon)];
  const lines: string[] = [];
  const codes = new Set([...Object.keys(before.countries), ...Object.keys(after.countries)]);
  for (const code of [...codes].sort()) {
    const was = before.countries[code];
    const is = after.countries[code];
    const regions = new Set([...Object.keys(was?.regions ?? {}), ...Object.keys(is?.regions ?? {})]);
    const places: (string | undefined)[] = [undefined, ...[...regions].sort()];
    const national = changes(listOf(was, undefined, before), listOf(is, undefined, after), first, last);
    for (const region of places) {
      const gone = region !== undefined && is?.regions?.[region] === undefined;
      const own = gone
        ? ['- no such region any more']
        : changes(listOf(was, region, before), listOf(is, region, after), first, last);
      // What changes with the country is told once.
      const news = region === undefined ? own : own.filter((line) => !national.includes(line));
      lines.push(...news.map((line) => `${region === undefined ? code : `${code}-${region}`} ${line}`));
    }
  }
  return lines;
}

const yearOf = (date: string | undefined): number => Number((date ?? '').slice(0, 4));

/** Dates with what they are, and how sure. */
function listOf(country: Country | undefined, region: string | undefined, file: File): Map<string, string> {
  if (!country) return new Map();
  const [first, last] = [yearOf(file.from), yearOf(file.to ?? file.horizon)];
  const own = region === undefined ? undefined : country.regions?.[region];
  const removed = new Set(datesOf(own?.remove ?? '', first, last));
  const all = [...daysOf(country.national, first, last), ...daysOf(own?.add ?? {}, first, last)];
  const rows = { ...country.days, ...own?.days };
  const worked = [...daysOf(country.workingDays ?? {}, first, last)];
  return new Map([
    ...all
      .filter(([date]) => !removed.has(date))
      .map(([date, name]): [string, string] => [date, `${name}${mark(rows[date])}`]),
    ...worked.map(([date, name]): [string, string] => [date, `worked: ${name}`]),
  ]);
}

/** The letter of a status that is not the year's. */
const mark = (row: string | undefined): string => (row ? ` [${row.slice(0, 1)}]` : '');

const markOf = (text: string): string => / \[[a-z]\]$/.exec(text)?.[0] ?? '';

function changes(
  was: ReadonlyMap<string, string>,
  is: ReadonlyMap<string, string>,
  first: number,
  last: number,
): string[] {
  const dates = [...new Set([...was.keys(), ...is.keys()])].sort();
  return dates
    .filter((date) => yearOf(date) >= first && yearOf(date) <= last)
    .flatMap((date) => {
      const [old, now] = [was.get(date), is.get(date)];
      if (old === undefined) return [`+ ${date} ${now}`];
      if (now === undefined) return [`- ${date} ${old}`];
      return markOf(old) === markOf(now) && old.startsWith('worked') === now.startsWith('worked')
        ? []
        : [`~ ${date} ${old} -> ${now}`];
    });
}

function read(source: string): File {
  const text = existsSync(source)
    ? readFileSync(source, 'utf8')
    : execFileSync('git', ['show', `${source}:${path}`], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  return JSON.parse(text) as File;
}

if (import.meta.main) {
  const before = read(process.argv[2] ?? 'HEAD');
  const after = read(path);
  const lines = differences(before, after);
  for (const line of lines) console.log(line);
  console.log(`${lines.length} differences from ${before.version} to ${after.version}`);
}
