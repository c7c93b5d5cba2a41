/** The files that compilation starts from, read as lists of days by place. */
import { daysOf, datesOf } from '../dates.ts';
import jollydayFile from '../sources/jollyday.json' with { type: 'json' };
import nagerFile from '../sources/nager.json' with { type: 'json' };
import officialFile from '../sources/official.json' with { type: 'json' };
import pythonFile from '../sources/pythonHolidays.json' with { type: 'json' };
import workingFile from '../sources/workingDays.json' with { type: 'json' };

/** The years that every source knows. */
export const firstYear = 2024;
export const lastYear = 2030;
export const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);

/** Dates with their names. */
export type Days = ReadonlyMap<string, string>;

type Names = Readonly<Record<string, string>>;
interface RegionFile {
  readonly add?: Names;
  readonly remove?: string;
  readonly estimated?: string;
}
interface CountryFile {
  readonly national: Names;
  readonly estimated?: string;
  readonly half?: Names;
  readonly regions?: Readonly<Record<string, RegionFile>>;
}
interface OfficialFile {
  readonly completeYears: readonly number[];
  readonly cite: readonly string[];
  readonly national: Names;
  readonly regions?: Readonly<Record<string, Names>>;
  readonly workingDays?: Names;
}

const days = (names: Names = {}): Days => daysOf(names, firstYear, lastYear);
const dates = (text = ''): string[] => datesOf(text, firstYear, lastYear);

/** One of the compilations of others. */
export interface Source {
  readonly version: string;
  readonly date: string;
  readonly licence: string;
  /** Whether it says anything of a place. */
  covers(country: string, region?: string): boolean;
  regions(country: string): string[];
  /** The whole public days of a place. */
  days(country: string, region?: string): Days;
  /** Dates that the source itself marks as estimated. */
  estimated(country: string, region?: string): ReadonlySet<string>;
  half(country: string): Days;
}

function sourceOf(file: {
  readonly version: string;
  readonly commit: string;
  readonly date: string;
  readonly licence: string;
  readonly countries: object;
}): Source {
  const byCountry = new Map<string, CountryFile>(Object.entries(file.countries));
  const regionOf = (country: string, region: string): RegionFile | undefined =>
    byCountry.get(country)?.regions?.[region];
  return {
    version: file.version === file.date ? file.commit.slice(0, 7) : file.version,
    date: file.date,
    licence: file.licence,
    covers: (country, region) =>
      region === undefined ? byCountry.has(country) : regionOf(country, region) !== undefined,
    regions: (country) => Object.keys(byCountry.get(country)?.regions ?? {}),
    days: (country, region) => {
      const own = region === undefined ? undefined : regionOf(country, region);
      const removed = new Set(dates(own?.remove));
      const national = [...days(byCountry.get(country)?.national)].filter(([date]) => !removed.has(date));
      // Some lists name every Sunday; and how sure a day is, is not said in its name.
      return new Map(
        [...national, ...days(own?.add)]
          .filter(([, name]) => name !== 'Sunday')
          .map(([date, name]) => [date, name.replaceAll(/ \((estimated|Tentative Date)\)/g, '')]),
      );
    },
    estimated: (country, region) =>
      new Set([
        ...dates(byCountry.get(country)?.estimated),
        ...dates(region === undefined ? '' : regionOf(country, region)?.estimated),
      ]),
    half: (country) => days(byCountry.get(country)?.half),
  };
}

export const python = sourceOf(pythonFile);
export const nager = sourceOf(nagerFile);
export const jollyday = sourceOf(jollydayFile);
export const officialDate = officialFile.date;

const officials = new Map<string, OfficialFile>(Object.entries(officialFile.countries));

/** The list that a state has published for a whole year; undefined where there is none. */
export function officialDays(country: string, year: number, region?: string): Days | undefined {
  const file = officials.get(country);
  if (!file?.completeYears.includes(year)) return undefined;
  const names = region === undefined ? file.national : file.regions?.[region];
  return names && inYear(days(names), year);
}

export const officialCitations = (country: string): readonly string[] => officials.get(country)?.cite ?? [];

const workingByCountry = new Map<string, Names>(Object.entries(workingFile.countries));

/** Dates of weekends that were declared working days, with what for. */
export function declaredWorkingDays(country: string): Days {
  const declared = new Map([
    ...Object.entries(workingByCountry.get(country) ?? {}),
    ...Object.entries(officials.get(country)?.workingDays ?? {}),
  ]);
  const plain = 'make-up working day';
  return new Map(
    [...declared].map(([date, name]) => [date, /^[\x20-\x7e]*$/.test(name) ? name : `${plain} (${name})`]),
  );
}

export function inYear(all: Days, year: number): Days {
  return new Map([...all].filter(([date]) => date.startsWith(`${year}-`)));
}
