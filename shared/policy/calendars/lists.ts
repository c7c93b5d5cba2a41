/** The lists themselves: what a place's year looks like, how sure and how old each is, and which decrees are due. */
import { worst, type Certainty, type DayInterval } from '../../calendar/index.ts';
import { countries } from './country.ts';
import {
  dayRecords,
  declaredWorkingDays,
  governmentDays,
  halfDays,
  listRecord,
  publicHolidays,
  yearRecord,
  type DayRecord,
} from './holidays.ts';
import { knownLayer, type Layer, type LayerRef } from './stamps/layers.ts';

export interface ListedDay {
  readonly date: string;
  readonly name: string;
  readonly status: Certainty;
  /** Whom it binds, where that is not everybody. Such days are worked. */
  readonly scope?: 'government';
  readonly sources: readonly string[];
  /** Dates near by that other sources have for it. */
  readonly alternatives?: readonly string[];
  readonly why?: string;
}

export interface WorkedDay extends Omit<ListedDay, 'sources'> {
  readonly sources?: readonly string[];
  /** Those of a normal day unless given. */
  readonly hours?: readonly DayInterval[] | undefined;
}

export interface DoubtfulDay extends DayRecord {
  readonly date: string;
}

/** A year of a place. */
export interface PlaceList {
  readonly status: Certainty;
  readonly asOf: string | null;
  readonly horizon: string | null;
  /** What a yearly decree has yet to say of the year. */
  readonly pending: string | null;
  readonly sources: readonly string[];
  readonly holidays: readonly ListedDay[];
  /** Days that others call holidays, or that may become ones: worked as far as is known. */
  readonly doubtful: readonly DoubtfulDay[];
  readonly workingDays: readonly WorkedDay[];
  /** Working days of which half is worked at most places. */
  readonly halfDays: readonly { readonly date: string; readonly name: string }[];
}

export function placeList(country: string, year: number, region?: string): PlaceList {
  const records = dayRecords(country, region);
  const list = listRecord(country);
  const known = yearRecord(country, year, region);
  const inYear = ({ date }: { readonly date: string }): boolean => date.startsWith(`${year}-`);
  const holidays = publicHolidays(country, region).filter(inYear);
  const offices = governmentDays(country, region).filter(inYear);
  const named = new Set([...holidays, ...offices].map(({ date }) => date));
  const doubts = [...records].filter(([date, { status }]) => {
    return inYear({ date }) && !named.has(date) && worst([status, 'single']) !== 'single';
  });
  const day = ({ date, name = '' }: { date: string; name?: string | undefined }): ListedDay => {
    const record = records.get(date);
    return {
      date,
      name,
      status: record?.status ?? known.base,
      sources: record && record.sources.length > 0 ? record.sources : known.sources,
      ...(record && explained(record)),
    };
  };
  const pending = list?.pending && year >= list.pending.from ? list.pending.what : null;
  return {
    status: known.status,
    asOf: list?.asOf ?? null,
    horizon: list?.horizon ?? null,
    pending,
    sources: [...known.sources, ...(known.sources.includes('official') ? (list?.cite ?? []) : [])],
    holidays: [
      ...holidays.map((each) => withAlternatives(day(each), doubts)),
      ...offices.map((each): ListedDay => ({ ...day(each), scope: 'government' })),
    ].sort((a, b) => a.date.localeCompare(b.date)),
    doubtful: doubts.map(([date, record]) => ({ date, ...record })),
    workingDays: [
      ...worked(country, 'all').map((each) => ({ ...each, status: known.base })),
      ...worked(country, 'government').map((each) => ({
        ...each,
        status: known.base,
        scope: 'government' as const,
      })),
    ].filter(inYear),
    halfDays: halfDays(country)
      .filter((each) => inYear(each) && !named.has(each.date))
      .map(({ date, name = '' }) => ({ date, name })),
  };
}

const worked = (country: string, binding: 'all' | 'government'): { date: string; name: string }[] =>
  declaredWorkingDays(country, binding).map(({ date, name = '' }) => ({ date, name }));

function explained({ why }: DayRecord): Pick<ListedDay, 'why'> {
  return why === undefined ? {} : { why };
}

/** Doubtful dates within a few days of one that is not sure: most likely the same feast. */
function withAlternatives(day: ListedDay, doubts: readonly (readonly [string, DayRecord])[]): ListedDay {
  if (worst([day.status, 'single']) === 'single') return day;
  const distance = (date: string): number => Math.abs(Date.parse(date) - Date.parse(day.date)) / 86_400_000;
  const near = doubts.map(([date]) => date).filter((date) => distance(date) <= 6);
  return near.length > 0 ? { ...day, alternatives: near } : day;
}

export interface DecidedDay {
  readonly date: string;
  readonly holiday: boolean;
}

/** Of days that were not sure in a place, those that the lists of today are sure of, or operations in their layer. */
export function decidedDays(
  { country, region }: { readonly country: string; readonly region?: string | undefined },
  days: readonly string[],
  layerOf?: (country: string, region: string | undefined) => LayerRef | undefined,
): DecidedDay[] {
  const records = dayRecords(country, region);
  const listed = new Set(publicHolidays(country, region).map(({ date }) => date));
  const ref = layerOf?.(country, region);
  const put = saidBy(ref && knownLayer(ref.hash));
  const isSure = (date: string): boolean => {
    const year = yearRecord(country, Number(date.slice(0, 4)), region);
    const status = records.get(date)?.status ?? year.base;
    return year.status !== 'pending' && worst([status, 'confirmed']) === 'confirmed';
  };
  return days
    .filter((date) => put.has(date) || isSure(date))
    .map((date) => ({ date, holiday: put.get(date) ?? listed.has(date) }));
}

export interface Witnessed {
  readonly date: string;
  /** Names of the sources that have the date as a holiday, and of those that do not. */
  readonly sources: readonly string[];
  readonly against: readonly string[];
}

/** Who says what of days that are not sure in a place (`EG`, `DE-BY`), as the lists of today have it. */
export function witnessesOf(place: string, days: readonly string[]): Witnessed[] {
  const [country = '', ...region] = place.split('-');
  const records = dayRecords(country, region.length > 0 ? region.join('-') : undefined, days);
  return days.flatMap((date) => {
    const record = records.get(date);
    return record ? [{ date, sources: record.sources, against: record.against }] : [];
  });
}

/** What a layer says of single dates: whether each is a holiday. */
function saidBy(layer: Layer | undefined): ReadonlyMap<string, boolean> {
  if (!layer) return new Map();
  const { add, remove } = layer.holidays;
  return new Map([
    ...remove.map((date): [string, boolean] => [date, false]),
    ...add.map(({ date }): [string, boolean] => [date, true]),
    ...layer.workingDays.add.map(({ date }): [string, boolean] => [date, false]),
  ]);
}

export interface ListOverview {
  readonly country: string;
  readonly asOf: string | null;
  readonly horizon: string | null;
  /** Of this year and the next. */
  readonly statuses: readonly { readonly year: number; readonly status: Certainty }[];
}

/** Every country's list in a year and the next. */
export function listOverview(year: number): ListOverview[] {
  return countries.map(({ code }) => {
    const list = listRecord(code);
    const statuses = [year, year + 1].map((each) => ({ year: each, status: yearRecord(code, each).status }));
    return { country: code, asOf: list?.asOf ?? null, horizon: list?.horizon ?? null, statuses };
  });
}

export interface DueDecrees {
  readonly code: 'holidays.pending';
  readonly year: number;
  readonly countries: readonly string[];
  readonly detail: string;
}

const noticeMs = 60 * 86_400_000;

/**
 * A word to operations from 60 days before a year begins whose yearly decrees are still due, and throughout that
 * year: new lists arrive with the product, or are put as a layer. Null while there is nothing to say.
 */
export function dueDecrees(now: number): DueDecrees | null {
  const year = new Date(now + noticeMs).getUTCFullYear();
  const due = countries.map(({ code }) => code).filter((code) => isPending(code, year));
  if (due.length === 0) return null;
  const detail = `The public holidays of ${year} are not all decreed yet, as far as is known here, in ${due.join(', ')}.`;
  return { code: 'holidays.pending', year, countries: due, detail };
}

function isPending(country: string, year: number): boolean {
  return yearRecord(country, year).status === 'pending';
}
