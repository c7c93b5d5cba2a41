/**
 * Each list against each witness: wherever they differ in 2025 to 2028, on a day that is worked otherwise, the
 * difference was decided for a reason, or the day shows as one that is not sure.
 */
import Holidays from 'date-holidays';
import { expect, test } from 'vitest';
import { correctionsOf } from './compile/corrections.ts';
import { nationalFindings, regionalFindings } from './compile/review.ts';
import { jollyday, nager, officialDays, python } from './compile/sources.ts';
import { countries } from './country.ts';
import { dayRecords, governmentDays, hasHolidays, publicHolidays, regionsOf } from './holidays.ts';
import { weekendOn } from './weekends.ts';

const years = [2025, 2026, 2027, 2028];
const dayMs = 86_400_000;

type Days = ReadonlySet<string>;
interface Witness {
  readonly name: string;
  /** Undefined where it knows nothing of the place. */
  days(country: string, region: string | undefined): Days | undefined;
}

/** date-holidays, its civil days taken from the date as it is written: its instants are in other zones. */
const dateHolidays: Witness = {
  name: 'date-holidays',
  days: (country, region) => {
    const known = new Holidays();
    if (!(country in known.getCountries())) return undefined;
    const states = Object.keys({ ...known.getStates(country, 'en') });
    if (region !== undefined && !states.includes(region)) return undefined;
    const place = region === undefined ? new Holidays(country) : new Holidays(country, region);
    const found = years.flatMap((year) => place.getHolidays(year, 'en'));
    return new Set(
      found
        .filter(({ type }) => type === 'public')
        .flatMap(({ date, start, end }) => {
          const length = Math.round((end.getTime() - start.getTime()) / dayMs);
          const first = Date.parse(date.slice(0, 10));
          return Array.from({ length }, (_, index) =>
            new Date(first + index * dayMs).toISOString().slice(0, 10),
          );
        }),
    );
  },
};

const compiled = (name: string, source: typeof python): Witness => ({
  name,
  days: (country, region) =>
    source.covers(country, region) ? new Set(source.days(country, region).keys()) : undefined,
});

const witnesses: readonly Witness[] = [
  compiled('python-holidays', python),
  compiled('Nager.Date', nager),
  compiled('jollyday', jollyday),
  dateHolidays,
];

const weekday = (date: string): string =>
  new Date(date).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase();

/** Why the list has a date or not; undefined where nobody has said. */
function reasonFor(country: string, region: string | undefined, date: string): string | undefined {
  const year = Number(date.slice(0, 4));
  const record = dayRecords(country, region).get(date);
  if (record && record.status !== 'official' && record.status !== 'confirmed') return record.status;
  if (officialDays(country, year, region) ?? officialDays(country, year)) return 'official list';
  const decided =
    correctionsOf(country, region).get(date)?.cite ??
    record?.why ??
    nationalFindings(country, year).get(date)?.verdict ??
    (region === undefined ? undefined : regionalFindings(country, region, year).get(date)?.verdict);
  if (decided !== undefined) return decided;
  const listed = publicHolidays(country, region).some((day) => day.date === date);
  const votes = witnesses.flatMap((witness) => {
    const days = witness.days(country, region);
    return days ? [days.has(date)] : [];
  });
  const agreeing = votes.filter((vote) => vote === listed).length;
  return agreeing >= 2 && agreeing > votes.length - agreeing ? `${agreeing} against one` : undefined;
}

const places = countries
  .filter(({ code }) => hasHolidays(code))
  .map(({ code }) => [code, [undefined, ...regionsOf(code).map((region) => region.code)]] as const);

test.each(places)('%s', (country, regions) => {
  const open: string[] = [];
  for (const region of regions) {
    const ours = new Set(publicHolidays(country, region).map(({ date }) => date));
    const offices = new Set(governmentDays(country, region).map(({ date }) => date));
    for (const witness of witnesses) {
      const theirs = witness.days(country, region);
      if (!theirs) continue;
      const differing = [...new Set([...ours, ...theirs])].filter(
        (date) =>
          ours.has(date) !== theirs.has(date) &&
          years.includes(Number(date.slice(0, 4))) &&
          !offices.has(date) &&
          !weekendOn(date, country, region).includes(weekday(date)),
      );
      for (const date of differing) {
        if (reasonFor(country, region, date) === undefined) {
          open.push(`${region ?? ''} ${date} ${witness.name} ${theirs.has(date) ? 'has it' : 'has it not'}`);
        }
      }
    }
  }
  expect(open).toEqual([]);
});
