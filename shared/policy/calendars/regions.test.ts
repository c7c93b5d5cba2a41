import { iso31662 } from 'iso-3166';
import { expect, test } from 'vitest';
import { yearRecord, publicHolidays } from './holidays.ts';
import { calendarFor, countries, countryOf, regionsOf } from './index.ts';
import { regionIn } from './regions.ts';
import { layersOf } from './stamps/layers.ts';

const known = new Set(countries.map(({ code }) => code));
const ofKnown = iso31662.filter(({ code }) => known.has(code.slice(0, 2)));

test('every region of ISO 3166-2 is accepted, with its country and without', () => {
  expect(ofKnown.length).toBeGreaterThan(5000);
  const refused = ofKnown.filter(({ code }) => {
    const country = countryOf(code.slice(0, 2));
    return (
      !country ||
      [code, code.slice(3), code.toLowerCase()].some((region) => regionIn(country, region) === null)
    );
  });
  expect(refused).toEqual([]);
});

test.each<[string, string, string | undefined, string]>([
  ['JP', '13', undefined, 'a region without days of its own has those of its country'],
  ['FR', '75C', undefined, 'Paris lies in a region that has none either'],
  ['GB', 'GBN', undefined, 'Great Britain is more than one of the nations'],
  ['ES', 'B', 'CT', 'Barcelona keeps the days of Catalonia'],
  ['IT', '45', undefined, 'Emilia-Romagna has none, though its provinces have'],
  ['GB', 'BFS', 'NIR', 'Belfast lies in Northern Ireland'],
  ['GB', 'EDH', 'SCT', 'Edinburgh lies in Scotland'],
  ['GB', 'CRF', 'WLS', 'Cardiff lies in Wales'],
  ['GB', 'LND', 'ENG', 'London lies in England'],
])('%s-%s has the days of %s: %s', (country, region, around) => {
  expect(publicHolidays(country, region)).toEqual(publicHolidays(country, around));
  expect(yearRecord(country, 2026, region)).toEqual(yearRecord(country, 2026, around));
});

test('regions that ISO 3166-2 renamed in 2023 and 2024 are known by the newer code and the older', () => {
  const place = (country: string, region: string) => {
    const found = calendarFor({ country, region });
    return found.ok ? found.stamp.region : found.failure.detail;
  };
  for (const [older, newer] of ['CT CG', 'OR OD', 'TG TS', 'UT UK', 'DD DH'].map((pair) => pair.split(' '))) {
    expect(place('IN', older ?? '')).toBe(newer);
    expect(place('IN', newer ?? '')).toBe(newer);
  }
  expect(['GP', '971', 'FR-RE', 'fr-974'].map((region) => place('FR', region))).toEqual([
    '971',
    '971',
    '974',
    '974',
  ]);
  expect(['30', '31', '55'].map((region) => place('NO', region))).toEqual(['30', '31', '55']);
});

test.each([
  ['DE', 'BX', 'DE-BB, DE-BE, DE-BW'],
  ['DE', 'Bavarria', 'DE-BY'],
  ['JP', 'JP-131', 'JP-13'],
  ['GB', 'SCO', 'GB-SCT'],
])('%s does not have %s: the refusal names %s', (country, region, nearest) => {
  const result = calendarFor({ country, region });
  expect(result).toMatchObject({ ok: false, failure: { code: 'region.unknown', pointer: '/region' } });
  expect(!result.ok && result.failure.detail).toContain(nearest);
});

test('a country without regions says so', () => {
  const result = calendarFor({ country: 'GI', region: '01' });
  expect(!result.ok && result.failure.detail).toBe(
    '"01" is not a region of GI in ISO 3166-2: there are none',
  );
});

test('every region with a list has a name', () => {
  const nameless = countries.flatMap(({ code }) =>
    regionsOf(code)
      .filter((region) => region.name === region.code)
      .map((region) => `${code}-${region.code}`),
  );
  expect(nameless).toEqual([]);
});

test('a region goes by the layer of the region it lies in before that of its country', () => {
  const put = (place: string) => ({ place, number: 1, hash: place, effectiveFrom: '2026-01-01T00:00:00Z' });
  const layers = layersOf([put('ES'), put('ES-CT')]);
  const at = Date.UTC(2026, 5);
  expect(layers.inForce('ES', 'B', at)?.place).toBe('ES-CT');
  expect(layers.inForce('ES', 'M', at)?.place).toBe('ES');
  expect(layers.with(put('ES-B')).inForce('ES', 'B', at)?.place).toBe('ES-B');
});
