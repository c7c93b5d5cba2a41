/** Public holidays as compiled data: which days, how sure each is, and until when a country's list is whole. */
import { certainties, type Certainty, type Holiday } from '../../calendar/index.ts';
import data from './data/holidays.json' with { type: 'json' };
import { datesOf, daysOf } from './dates.ts';
import { regionsAround } from './regions.ts';

type Names = Readonly<Record<string, string>>;
interface Region {
  readonly name: string;
  readonly add?: Names;
  readonly remove?: string;
  readonly government?: Names;
  readonly years?: string;
  readonly base?: string;
  readonly days?: Names;
}
interface CountryHolidays {
  readonly asOf: string;
  readonly horizon: string;
  readonly pending?: { readonly from: number; readonly what: string };
  readonly cite?: readonly string[];
  readonly from: string;
  readonly years: string;
  readonly base: string;
  readonly national: Names;
  readonly days?: Names;
  readonly government?: Names;
  readonly half?: Names;
  readonly workingDays?: Names;
  readonly workingDaysOff?: Names;
  readonly regions?: Readonly<Record<string, Region>>;
}

/** The version of the compiled lists, and the dates between which they know anything. */
export const holidayData = { version: data.version, from: data.from, to: data.to, licence: data.licence };

const byCountry = new Map<string, CountryHolidays>(Object.entries(data.countries));
const sourceNames = new Map(Object.entries(data.sources).map(([letter, { name }]) => [letter, name]));
const firstYear = Number(data.from.slice(0, 4));
const lastYear = Number(data.to.slice(0, 4));
/** The years that the data knows something of. */
export const listedYears = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
const days = (names: Names = {}): Map<string, string> => daysOf(names, firstYear, lastYear);
const asList = (names: ReadonlyMap<string, string>): Holiday[] =>
  [...names].map(([date, name]) => ({ date, name })).sort((a, b) => a.date.localeCompare(b.date));

/** Whether anything is known of a country's holidays. */
export function hasHolidays(country: string): boolean {
  return byCountry.has(country);
}

/** Regions with holidays of their own: code within the country (`BY`, `BY-A`) and name. */
export function regionsOf(country: string): { code: string; name: string }[] {
  return Object.entries(byCountry.get(country)?.regions ?? {}).map(([code, { name }]) => ({ code, name }));
}

/** The list of a region, or of the nearest one around it that has one; undefined where the country's counts. */
function listIn(country: string, region: string | undefined): Region | undefined {
  const lists = byCountry.get(country)?.regions ?? {};
  const nearest = regionsAround(country, region).find((code) => Object.hasOwn(lists, code));
  return nearest === undefined ? undefined : lists[nearest];
}

/** Public holidays of a country, or of one of its regions, in order of date. */
export function publicHolidays(country: string, region?: string): Holiday[] {
  const known = byCountry.get(country);
  if (!known) return [];
  const own = listIn(country, region);
  const removed = new Set(datesOf(own?.remove ?? '', firstYear, lastYear));
  const national = [...days(known.national)].filter(([date]) => !removed.has(date));
  return asList(new Map([...national, ...days(own?.add)]));
}

/** Days that bind public offices only, and are worked here. */
export function governmentDays(country: string, region?: string): Holiday[] {
  const national = days(byCountry.get(country)?.government);
  return asList(new Map([...national, ...days(listIn(country, region)?.government)]));
}

/** Days of which half is worked: working days here. */
export function halfDays(country: string): Holiday[] {
  return asList(days(byCountry.get(country)?.half));
}

/** Days of weekends that were declared worked: by everybody (`all`), or in the public sector. */
export function declaredWorkingDays(country: string, binding: 'all' | 'government' = 'all'): Holiday[] {
  const known = byCountry.get(country);
  return asList(days(binding === 'all' ? known?.workingDays : known?.workingDaysOff));
}

export interface DayRecord {
  readonly status: Certainty;
  /** Names of the sources that have the date as a holiday, and of those that do not. */
  readonly sources: readonly string[];
  readonly against: readonly string[];
  readonly why?: string | undefined;
}

/** Dates whose status is not that of their year, listed as holidays or not: all of them, or `only` these. */
export function dayRecords(
  country: string,
  region?: string,
  only?: readonly string[],
): Map<string, DayRecord> {
  const rows = { ...byCountry.get(country)?.days, ...listIn(country, region)?.days };
  const wanted = only ? only.map((date) => [date, rows[date] ?? ''] as const) : Object.entries(rows);
  return new Map(wanted.filter(([, row]) => row !== '').map(([date, row]) => [date, recordOf(row)]));
}

function recordOf(row: string): DayRecord {
  const [letter = '', who = '/', reason] = row.split(' ');
  const [has = '', not = ''] = who.split('/');
  const names = (letters: string): string[] => Array.from(letters, (each) => sourceNames.get(each) ?? each);
  const why = reason === undefined ? undefined : data.reasons[Number(reason)];
  return {
    status: statusOf(letter),
    sources: names(has),
    against: names(not),
    ...(why !== undefined && { why }),
  };
}

function statusOf(letter: string): Certainty {
  return certainties.find((status) => status.startsWith(letter) && letter !== '') ?? 'unknown';
}

export interface YearRecord {
  /** The worst of its days; `pending` while a yearly decree is due. */
  readonly status: Certainty;
  /** Of its days that have no record of their own, working days too. */
  readonly base: Certainty;
  /** Names of the sources that the list is from. */
  readonly sources: readonly string[];
}

const unknownYear: YearRecord = { status: 'unknown', base: 'unknown', sources: [] };

/** What is known of a year; `unknown` for years and countries without data. */
export function yearRecord(country: string, year: number, region?: string): YearRecord {
  const known = byCountry.get(country);
  const index = year - firstYear;
  if (!known || index < 0 || year > lastYear) return unknownYear;
  const own = listIn(country, region);
  const letters = (known.from.split(' ')[index] ?? '').replace('-', '');
  return {
    status: statusOf((own?.years ?? known.years).charAt(index)),
    base: statusOf((own?.base ?? known.base).charAt(index)),
    sources: Array.from(letters, (letter) => sourceNames.get(letter) ?? letter),
  };
}

export interface ListRecord {
  /** When its sources were read last. */
  readonly asOf: string;
  /** The last date before the first year whose yearly decree is still due, or that is not known. */
  readonly horizon: string;
  readonly pending: { readonly from: number; readonly what: string } | null;
  /** Official publications that it rests on. */
  readonly cite: readonly string[];
}

/** How old a country's list is, and how far it reaches; undefined where there is none. */
export function listRecord(country: string): ListRecord | undefined {
  const known = byCountry.get(country);
  if (!known) return undefined;
  const { asOf, horizon, pending = null, cite = [] } = known;
  return { asOf, horizon, pending, cite };
}
