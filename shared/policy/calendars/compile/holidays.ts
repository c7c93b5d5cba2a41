/** All places as the product reads them: `data/holidays.json`. */
import { certainties, type Certainty } from '../../../calendar/index.ts';
import reviewed from '../reviewed.json' with { type: 'json' };
import { encodeDates, encodeDays } from './encode.ts';
import type { DayStatus } from './judge.ts';
import { compileCountry, today, type Place, type PlaceYear } from './place.ts';
import { without } from './rank.ts';
import { regionName } from './regions.ts';
import { pendingOf } from './review.ts';
import {
  declaredWorkingDays,
  firstYear,
  jollyday,
  lastYear,
  nager,
  officialCitations,
  officialDate,
  python,
  type Days,
} from './sources.ts';

/** A status by its first letter: official, confirmed, single, estimated, disputed, pending, unknown. */
const letterOf = (status: Certainty): string => status.slice(0, 1);
/** `status has/not` and, where it was decided or is known why it is open, the number of the reason. */
type DayRow = string;

export interface ReasonTable {
  readonly list: string[];
  numberOf(reason: string): number;
}

export function reasonTable(): ReasonTable {
  const list: string[] = [];
  return {
    list,
    numberOf(reason) {
      const known = list.indexOf(reason);
      return known >= 0 ? known : list.push(reason) - 1;
    },
  };
}

const encode = (days: Days): Record<string, string> => encodeDays(days, firstYear, lastYear);
const some = <T extends object>(value: T): T | undefined =>
  Object.keys(value).length > 0 ? value : undefined;

/** Everything of a country; undefined where no source knows it. */
export function holidaysOf(country: string, reasons: ReasonTable): Record<string, unknown> | undefined {
  const { national, regions } = compileCountry(country);
  if (national.years.every(({ status }) => status === 'unknown') && regions.size === 0) return undefined;
  const pending = pendingOf(country);
  const rows = rowsOf(national, reasons);
  return drop({
    asOf: national.years.some(({ from }) => from === 'G') ? officialDate : python.date,
    horizon: `${pending ? Math.min(pending.from - 1, lastYear) : lastYear}-12-31`,
    pending: pending && { from: pending.from, what: pending.what },
    cite: officialCitations(country).length > 0 ? officialCitations(country) : undefined,
    from: national.years.map(({ from }) => from || '-').join(' '),
    years: statusText(national.years),
    base: baseText(national.years),
    national: encode(national.days),
    days: some(rows),
    government: some(encode(national.government)),
    half: some(encode(python.half(country))),
    workingDays: some(workingOf(country, true)),
    workingDaysOff: some(workingOf(country, false)),
    regions: some(
      Object.fromEntries(
        [...regions].map(([code, place]) => [
          code,
          regionOf(regionName(country, code) ?? code, place, national, rows, reasons),
        ]),
      ),
    ),
  });
}

function workingOf(country: string, bindAll: boolean): Record<string, string> {
  const binding = reviewed.workingDays.countries.includes(country);
  return binding === bindAll ? encode(declaredWorkingDays(country)) : {};
}

/** What a region has otherwise than its country. */
function regionOf(
  name: string,
  place: Place,
  national: Place,
  nationalRows: Readonly<Record<string, DayRow>>,
  reasons: ReasonTable,
): Record<string, unknown> {
  const rows = rowsOf(place, reasons);
  const differing = Object.fromEntries([
    ...Object.entries(rows).filter(([date, row]) => nationalRows[date] !== row),
    // A row of the country that does not hold here is taken back.
    ...Object.keys(nationalRows)
      .filter((date) => rows[date] === undefined)
      .map((date): [string, string] => [date, '']),
  ]);
  const years = statusText(place.years);
  const base = baseText(place.years);
  const removed = [...national.days.keys()].filter((date) => !place.days.has(date));
  const added = new Map([...place.days].filter(([date]) => !national.days.has(date)));
  return drop({
    name,
    add: some(encode(added)),
    remove: removed.length > 0 ? encodeDates(removed, firstYear, lastYear) : undefined,
    government: some(encode(without(place.government, [...national.government.keys()]))),
    years: years === statusText(national.years) ? undefined : years,
    base: base === baseText(national.years) ? undefined : base,
    days: some(differing),
  });
}

const statusText = (list: readonly PlaceYear[]): string =>
  list.map(({ status }) => letterOf(status)).join('');
const baseText = (list: readonly PlaceYear[]): string => list.map(({ base }) => letterOf(base)).join('');

/** Days whose status is not their year's, and all that are not sure. */
function rowsOf({ years }: Place, reasons: ReasonTable): Record<string, DayRow> {
  const rows: [string, DayRow][] = years.flatMap(({ base, statuses }) =>
    [...statuses]
      .filter(([, { status, why }]) => status !== base || why !== undefined)
      .map(([date, status]): [string, DayRow] => [date, rowOf(status, reasons)]),
  );
  return Object.fromEntries(rows.sort(([a], [b]) => a.localeCompare(b)));
}

function rowOf({ status, has, not, why }: DayStatus, reasons: ReasonTable): DayRow {
  const who = has === '' && not === '' ? '' : ` ${has}/${not}`;
  return `${letterOf(status)}${who}${why === undefined ? '' : `${who === '' ? ' /' : ''} ${reasons.numberOf(why)}`}`;
}

/** Leaves out what is undefined. */
function drop(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}

/** What the file says of itself. */
export const heading = {
  version: `${today} (python-holidays ${python.version.split(' ')[0] ?? ''})`,
  from: `${firstYear}-01-01`,
  to: `${lastYear}-12-31`,
  licence:
    'Facts, compiled from official publications, each cited; python-holidays (MIT); Nager.Date (MIT); jollyday (Apache-2.0). Nothing in it is under a share-alike licence.',
  sources: {
    G: { name: 'official', date: officialDate, licence: 'facts' },
    p: { name: 'python-holidays', version: python.version, date: python.date, licence: python.licence },
    n: { name: 'Nager.Date', version: nager.version, date: nager.date, licence: nager.licence },
    j: { name: 'jollyday', version: jollyday.version, date: jollyday.date, licence: jollyday.licence },
    o: { name: 'openholidays', date: today, licence: 'witness only' },
    d: { name: 'date-holidays', date: today, licence: 'witness only' },
    y: { name: 'yasumi', date: today, licence: 'witness only' },
    u: { name: 'umulmrum', date: today, licence: 'witness only' },
    r: { name: 'ruby holidays', date: today, licence: 'witness only' },
  },
  statuses: certainties,
  note: 'Public holidays of whole days. MM-DD: every year; YYYY-MM-DD: that date. years, base: a letter a year, of the year and of its days that have no row of their own. days: status, who has the date / who has not, number of the reason. government: binds public offices only, and is worked.',
};
