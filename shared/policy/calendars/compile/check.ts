/**
 * What to look up: `npm run holidays:check [-- YYYY-MM-DD]` prints what is pending, disputed or estimated in the 18
 * months from today, and how old each country's list is.
 */
import { countries } from '../country.ts';
import { listRecord, regionsOf } from '../holidays.ts';
import { placeList } from '../lists.ts';

export interface Finding {
  readonly place: string;
  readonly date: string;
  readonly status: string;
  readonly name: string;
  readonly why: string;
}

export interface Report {
  readonly from: string;
  readonly to: string;
  /** Countries and years whose yearly decree is due. */
  readonly pending: readonly string[];
  readonly days: readonly Finding[];
  /** Regions with days of their own that are not sure. */
  readonly regions: readonly string[];
  /** By age in days, the oldest first. */
  readonly ages: readonly { readonly country: string; readonly asOf: string; readonly age: number }[];
}

const dayMs = 86_400_000;
const doubtful = ['pending', 'disputed', 'estimated'];

/** As of a date. */
export function check(today: string): Report {
  const until = new Date(today);
  until.setUTCMonth(until.getUTCMonth() + 18);
  const to = until.toISOString().slice(0, 10);
  const years = [0, 1, 2].map((more) => Number(today.slice(0, 4)) + more).filter((year) => `${year}` <= to);
  const within = ({ date }: Finding): boolean => today <= date && date <= to;
  const pending: string[] = [];
  const days: Finding[] = [];
  const regions: string[] = [];
  for (const { code } of countries) {
    for (const year of years) {
      const list = placeList(code, year);
      if (list.pending !== null) pending.push(`${code} ${year}: ${list.pending}`);
      days.push(...findings(code, undefined, year).filter(within));
    }
    const national = new Set(days.filter(({ place }) => place === code).map(({ date }) => date));
    for (const region of regionsOf(code)) {
      const own = years.flatMap((year) => findings(code, region.code, year)).filter(within);
      const count = own.filter(({ date }) => !national.has(date)).length;
      if (count > 0) regions.push(`${code}-${region.code}: ${count}`);
    }
  }
  const ages = countries.flatMap(({ code }) => {
    const asOf = listRecord(code)?.asOf;
    return asOf === undefined
      ? []
      : [{ country: code, asOf, age: Math.round((Date.parse(today) - Date.parse(asOf)) / dayMs) }];
  });
  return { from: today, to, pending, days, regions, ages: ages.sort((a, b) => b.age - a.age) };
}

function findings(country: string, region: string | undefined, year: number): Finding[] {
  const { holidays, doubtful: others } = placeList(country, year, region);
  const place = region === undefined ? country : `${country}-${region}`;
  const listed = holidays.filter(({ scope }) => scope === undefined);
  return [...listed, ...others.map((day) => ({ ...day, name: 'no holiday here' }))]
    .filter(({ status }) => doubtful.includes(status))
    .map(({ date, status, name, why = '' }) => ({ place, date, status, name, why }))
    .sort((a, b) => a.date.localeCompare(b.date));
}

function print({ from, to, pending, days, regions, ages }: Report): void {
  console.log(`Holidays from ${from} to ${to}\n\nDecrees that are due`);
  for (const line of pending) console.log(`  ${line}`);
  for (const status of doubtful) {
    const those = days.filter((day) => day.status === status);
    console.log(`\nDays that are ${status}: ${those.length}`);
    for (const { place, date, name, why } of those) {
      console.log(`  ${place} ${date} ${name}${why === '' ? '' : ` (${why})`}`);
    }
  }
  console.log(`\nRegions with such days of their own: ${regions.join(', ') || 'none'}`);
  console.log('\nAge of the lists in days');
  for (const age of new Set(ages.map((each) => each.age))) {
    const same = ages.filter((each) => each.age === age);
    console.log(`  ${age} (${same[0]?.asOf}): ${same.map(({ country }) => country).join(' ')}`);
  }
}

if (import.meta.main) print(check(process.argv[2] ?? new Date().toISOString().slice(0, 10)));
