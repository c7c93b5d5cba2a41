/**
 * Compiles the data files beside it, offline: `npm run holidays:compile`. Run by hand when a source is updated; its
 * output is reviewed as a diff (`npm run holidays:diff`) and committed. Never part of the running product.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { heading, holidaysOf, reasonTable } from './compile/holidays.ts';
import { regionsOfCountry } from './compile/regions.ts';
import reviewed from './reviewed.json' with { type: 'json' };

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
const cldr = `Unicode CLDR ${versionOf('cldr-core')}, Unicode License v3 (Unicode-3.0)`;

write(
  'countries',
  { source: `${cldr}; zones: ICU ${process.versions.icu}, tzdata ${process.versions.tz}` },
  countries,
  'countries',
);
write('windowsZones', { source: cldr }, compileWindows(), 'zones');
const reasons = reasonTable();
const holidays: Record<string, { readonly regions?: object }> = Object.fromEntries(
  Object.keys(countries).flatMap((code) => {
    const compiled = holidaysOf(code, reasons);
    return compiled ? [[code, compiled]] : [];
  }),
);
write('holidays', { ...heading, reasons: reasons.list }, holidays, 'countries');

write(
  'regions',
  { source: `ISO 3166-2 as of iso-3166 ${versionOf('iso-3166')}, MIT, and the regions of holidays.json` },
  Object.fromEntries(
    Object.keys(countries).flatMap((code) => {
      const regions = regionsOfCountry(code, Object.keys(holidays[code]?.regions ?? {}));
      return regions === '' ? [] : [[code, regions]];
    }),
  ),
  'countries',
);
