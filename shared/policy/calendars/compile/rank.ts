/**
 * Which dates a place has. Ranking, not voting: the official list of a whole year; else python-holidays; where it
 * lacks the place, two others that agree. Single facts go before all of them.
 */
import reviewed from '../reviewed.json' with { type: 'json' };
import { correctionsOf } from './corrections.ts';
import { nationalFindings, regionalFindings, type Finding } from './review.ts';
import { inYear, jollyday, nager, officialDays, python, type Days } from './sources.ts';

/** Without a list that all regions share: each region has its own, and the country what all of them have. */
export const federations: ReadonlySet<string> = new Set(['AU', 'CA', 'CH', 'GB']);
/** State lists bind state offices only: the federal list counts. */
export const federalListOnly: ReadonlySet<string> = new Set(['US']);
/** Where no holiday is kept for the time being: under martial law, an empty list is one. */
const keepNone: ReadonlySet<string> = new Set(['UA']);
/** Days off that the public sector works on a Saturday for. Others are not bound by them. */
const publicSectorSwaps: ReadonlySet<string> = new Set(['LV', 'VN', 'MM']);

export interface Ranked {
  /** Letter of the source. */
  readonly from: string;
  readonly days: Days;
  /** Days that bind public offices only. */
  readonly government: Days;
}

const none: Days = new Map();

export function regionsIn(country: string): string[] {
  const replaced = new Map<string, unknown>(Object.entries(reviewed.olderRegions)).get(country) ?? {};
  const others = nager
    .regions(country)
    .filter((region) => jollyday.covers(country, region) && !Object.keys(replaced).includes(region));
  return [...new Set([...python.regions(country), ...others])].sort();
}

/** The list of a country. */
export function nationalList(country: string, year: number): Ranked {
  if (federations.has(country)) return sharedByAll(country, year);
  const base = chosen(country, year);
  const { days, government } = split(country, inYear(base.days, year));
  return {
    from: base.from,
    days: corrected(days, nationalFindings(country, year), country, year),
    government,
  };
}

function chosen(country: string, year: number): { from: string; days: Days } {
  const official = officialDays(country, year);
  if (official) return { from: 'G', days: inEnglish(country, official) };
  if (python.covers(country) && (python.days(country).size > 0 || keepNone.has(country)))
    return { from: 'p', days: python.days(country) };
  const [first, second] = [nager, jollyday].filter((source) => source.days(country).size > 0);
  if (first && second) return { from: 'nj', days: common([first.days(country), second.days(country)]) };
  if (first) return { from: first === nager ? 'n' : 'j', days: first.days(country) };
  return { from: '', days: none };
}

/** The list of a region, given the country's. */
export function regionalList(country: string, region: string, year: number, national: Ranked): Ranked {
  const official = officialDays(country, year, region);
  const source = python.covers(country, region) ? python : nager;
  const full = inYear(source.days(country, region), year);
  const findings = regionalFindings(country, region, year);
  if (federalListOnly.has(country)) {
    return { ...national, government: without(full, [...national.days.keys()]) };
  }
  if (official) {
    // The list of a year that leaves out days in lieu: those are taken from the next in rank.
    const inLieu = country === 'MY' ? [...full].filter(([, name]) => name.includes('(observed)')) : [];
    const extra = country === 'MY' ? [...national.days].filter(([date]) => !full.has(date)) : [];
    const days = new Map([
      ...extra.filter(([date]) => isDecided(country, date)),
      ...inLieu,
      ...inEnglish(country, official, region),
    ]);
    return { from: 'G', days: corrected(days, findings, country, year, region), government: none };
  }
  if (federations.has(country)) {
    const from = source === python ? 'p' : 'n';
    return { from, days: corrected(full, findings, country, year, region), government: none };
  }
  const whole = inYear(source.days(country), year);
  const removed = [...whole.keys()].filter((date) => !full.has(date));
  const added = without(full, [...whole.keys()]);
  const days = new Map([...without(national.days, removed), ...added]);
  return {
    from: national.from,
    days: corrected(days, findings, country, year, region),
    government: without(national.government, removed),
  };
}

function isDecided(country: string, date: string): boolean {
  return nationalFindings(country, Number(date.slice(0, 4))).get(date)?.verdict === 'yes';
}

function sharedByAll(country: string, year: number): Ranked {
  const nothing: Ranked = { from: '', days: none, government: none };
  const lists = regionsIn(country)
    .filter((region) => !region.includes('-'))
    .map((region) => regionalList(country, region, year, nothing));
  return { from: lists[0]?.from ?? '', days: common(lists.map(({ days }) => days)), government: none };
}

function corrected(
  days: Days,
  findings: ReadonlyMap<string, Finding>,
  country: string,
  year: number,
  region?: string,
): Days {
  const result = new Map(days);
  for (const { date, verdict, name } of findings.values()) {
    if (verdict === 'no') result.delete(date);
    if (verdict === 'yes' && !result.has(date))
      result.set(date, name ?? nameOf(country, date, region) ?? 'Public holiday');
  }
  for (const { date, change, name } of correctionsOf(country, region).values()) {
    if (!date.startsWith(`${year}-`)) continue;
    if (change === 'remove') result.delete(date);
    if (change === 'add')
      result.set(date, name || (result.get(date) ?? nameOf(country, date, region) ?? 'Public holiday'));
  }
  return new Map([...result].sort(([a], [b]) => a.localeCompare(b)));
}

/** Official lists in the words of those who have the same dates in English. */
function inEnglish(country: string, days: Days, region?: string): Days {
  return new Map([...days].map(([date, name]) => [date, nameOf(country, date, region) ?? name]));
}

/** What whoever has a date calls it. */
function nameOf(country: string, date: string, region?: string): string | undefined {
  for (const source of [python, nager, jollyday]) {
    const name = source.days(country, region).get(date) ?? source.days(country).get(date);
    if (name !== undefined) return name;
  }
  return undefined;
}

function split(country: string, days: Days): { days: Days; government: Days } {
  if (!publicSectorSwaps.has(country)) return { days, government: none };
  const swapped = [...days].filter(([, name]) => name.startsWith('Day off (substituted'));
  return {
    days: without(
      days,
      swapped.map(([date]) => date),
    ),
    government: new Map(swapped),
  };
}

export function without(days: Days, dates: readonly string[]): Days {
  const taken = new Set(dates);
  return new Map([...days].filter(([date]) => !taken.has(date)));
}

function common([first = none, ...others]: readonly Days[]): Days {
  return new Map([...first].filter(([date]) => others.every((days) => days.has(date))));
}
