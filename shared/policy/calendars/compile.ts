/**
 * Compiles the data files beside it: `node shared/policy/calendars/compile.ts`. Run by hand when the sources are
 * updated; its output is reviewed as a diff and committed. Never part of the running product.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { dayMs } from '../../calendar/dates.ts';
import { offsetAt } from '../../calendar/index.ts';
import reviewed from './reviewed.json' with { type: 'json' };

const firstYear = 2020;
const lastYear = 2035;
const require = createRequire(import.meta.url);

interface CldrCodes {
  supplemental: { codeMappings: Record<string, { _numeric?: string; _alpha3?: string }> };
}
interface CldrWindows {
  supplemental: {
    windowsZones: { mapTimezones: { mapZone: { _other: string; _type: string; _territory: string } }[] };
  };
}
const codes = (require('cldr-core/supplemental/codeMappings.json') as CldrCodes).supplemental.codeMappings;
const windows = (require('cldr-core/supplemental/windowsZones.json') as CldrWindows).supplemental
  .windowsZones;
const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as { version: string }).version;

const modern = new Map(Object.entries(reviewed.zoneNames));
const zoneName = (zone: string): string => modern.get(zone) ?? zone;

/** Countries: ISO 3166-1 with names and zones. */
function compileCountries(): Record<string, { alpha3: string; name: string; zones: string[] }> {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const mainZones = new Map(Object.entries(reviewed.mainZones));
  return Object.fromEntries(
    Object.entries(codes).flatMap(([code, { _numeric, _alpha3 }]) => {
      const assigned = /^[A-Z]{2}$/.test(code) && (Number(_numeric) < 900 || code === 'XK');
      if (!assigned || !_alpha3) return [];
      const locale: Intl.Locale & { getTimeZones?(): string[] | undefined } = new Intl.Locale(`und-${code}`);
      const retired = locale.region !== code;
      if (retired) return [];
      const zones = (locale.getTimeZones?.() ?? []).map(zoneName);
      const main = mainZones.get(code) ?? zones[0];
      if (main === undefined) return [];
      if (zones.length > 1 && !mainZones.has(code)) throw new Error(`${code}: no main zone chosen`);
      const ordered = [main, ...zones.filter((zone) => zone !== main).sort()];
      return [[code, { alpha3: _alpha3, name: names.of(code) ?? code, zones: ordered }]];
    }),
  );
}

/** Dates and the names of what they are, each date once. */
type Days = Map<string, string>;

/** Public holidays that take whole local days. Half days are left out: they are working days here. */
function holidaysOf(place: Holidays, zone: string): Days {
  const days: Days = new Map();
  for (let year = firstYear; year <= lastYear; year += 1) {
    for (const holiday of place.getHolidays(year, 'en').filter(({ type }) => type === 'public')) {
      for (const date of wholeDays(holiday, zone)) {
        if (date >= `${firstYear}` && date < `${lastYear + 1}` && !days.has(date))
          days.set(date, holiday.name);
      }
    }
  }
  return days;
}

function corrected(code: string, days: Days): Days {
  for (const { country, add } of reviewed.corrections) {
    if (country === code) for (const [date, name] of Object.entries(add)) days.set(date, name);
  }
  return days;
}

function wholeDays({ start, end }: HolidaysTypes.Holiday, zone: string): string[] {
  const local = (at: Date): number => (at.getTime() + offsetAt(zone, at.getTime())) / dayMs;
  const first = Math.ceil(local(start));
  return Array.from({ length: Math.max(0, Math.floor(local(end)) - first) }, (_, index) =>
    new Date((first + index) * dayMs).toISOString().slice(0, 10),
  );
}

/** By name: `MM-DD` for a date of every year, `YYYY-MM-DD` for one of its own. */
function encoded(days: Days): Record<string, string> {
  const byName = new Map<string, Map<string, number[]>>();
  for (const [date, name] of [...days].sort(([a], [b]) => a.localeCompare(b))) {
    const byDay = byName.get(name) ?? new Map<string, number[]>();
    byName.set(name, byDay);
    byDay.set(date.slice(5), [...(byDay.get(date.slice(5)) ?? []), Number(date.slice(0, 4))]);
  }
  return Object.fromEntries(
    [...byName].map(([name, byDay]) => [
      name,
      [...byDay]
        .flatMap(([day, years]) =>
          years.length === lastYear - firstYear + 1 ? [day] : years.map((year) => `${year}-${day}`),
        )
        .sort()
        .join(' '),
    ]),
  );
}

interface RegionData {
  name: string;
  add?: Record<string, string>;
  remove?: string;
}

function compileCountry(code: string): {
  national: Record<string, string>;
  regions?: Record<string, RegionData>;
} {
  const country = new Holidays(code);
  const [zone = 'UTC'] = country.getTimezones();
  const national = corrected(code, holidaysOf(country, zone));
  const regions: Record<string, RegionData> = {};
  const region = (key: string, name: string, place: Holidays): void => {
    const days = corrected(code, holidaysOf(place, zone));
    const add = new Map([...days].filter(([date]) => !national.has(date)));
    const remove = [...national.keys()].filter((date) => !days.has(date)).sort();
    regions[key] = {
      name,
      ...(add.size > 0 && { add: encoded(add) }),
      ...(remove.length > 0 && { remove: encoded(new Map(remove.map((date) => [date, '-'])))['-'] ?? '' }),
    };
  };
  for (const [state, name] of Object.entries(country.getStates(code, 'en'))) {
    region(state.toUpperCase(), name, new Holidays(code, state));
    for (const [part, partName] of Object.entries(country.getRegions(code, state, 'en'))) {
      region(`${state}-${part}`.toUpperCase(), partName, new Holidays(code, state, part));
    }
  }
  return { national: encoded(national), ...(Object.keys(regions).length > 0 && { regions }) };
}

function compileWindows(): Record<string, Record<string, string>> {
  const zones: Record<string, Record<string, string>> = {};
  for (const { mapZone } of windows.mapTimezones) {
    const [zone = ''] = mapZone._type.split(' ');
    (zones[mapZone._other] ??= {})[mapZone._territory] = zoneName(zone);
  }
  return Object.fromEntries(
    Object.entries(zones).map(([name, territories]) => [
      name,
      Object.fromEntries(
        Object.entries(territories).filter(([place, zone]) => place === '001' || zone !== territories['001']),
      ),
    ]),
  );
}

function write(
  name: string,
  head: Record<string, unknown>,
  body: Record<string, unknown>,
  key: string,
): void {
  const lines = Object.entries(body).map(
    ([code, value]) => `${JSON.stringify(code)}: ${JSON.stringify(value)}`,
  );
  const start = JSON.stringify({ ...head, [key]: null }).replace(/null\}$/, '{\n');
  writeFileSync(new URL(`data/${name}.json`, import.meta.url), `${start}${lines.join(',\n')}\n}}\n`);
}

const countries = compileCountries();
const known = new Set(Object.keys(new Holidays().getCountries()));
const cldr = `Unicode CLDR ${versionOf('cldr-core')}, Unicode License v3 (Unicode-3.0)`;

write(
  'countries',
  { source: `${cldr}; zones: ICU ${process.versions.icu}, tzdata ${process.versions.tz}` },
  countries,
  'countries',
);
write('windowsZones', { source: cldr }, compileWindows(), 'zones');
write(
  'holidays',
  {
    version: `date-holidays ${versionOf('date-holidays')}`,
    from: `${firstYear}-01-01`,
    horizon: `${lastYear}-12-31`,
    licence:
      'Compiled from date-holidays. Its package states ISC AND CC-BY-3.0 and its LICENSE file CC BY-SA 3.0 for the data (it rests on Wikipedia articles): this file is kept under CC BY-SA 3.0.',
    note: 'Public holidays of whole days. MM-DD: every year; YYYY-MM-DD: that date. Regions: what they add to the national days, and what they do without.',
  },
  Object.fromEntries(
    Object.keys(countries)
      .filter((code) => known.has(code))
      .map((code) => [code, compileCountry(code)]),
  ),
  'countries',
);
