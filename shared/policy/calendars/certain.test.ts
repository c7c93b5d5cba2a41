/** How sure the lists are, all in all; the docs show the counts. `UPDATE_DOCS=1` writes the tables into the docs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { largestEconomies } from '../../../test/calendar/economies.ts';
import { certainties, worst, type Certainty } from '../../calendar/index.ts';
import { check } from './compile/check.ts';
import { differences } from './compile/diff.ts';
import { followsTheMoon, isIslamic } from './compile/moving.ts';
import { countries } from './country.ts';
import { listRecord, regionsOf, yearRecord } from './holidays.ts';
import { calendarFor, decidedDays, learnLayer, placeList } from './index.ts';

const isSure = (status: Certainty): boolean => worst([status, 'confirmed']) === 'confirmed';

function surenessOf(country: string, year: number): { sure: number; all: number } {
  const days = placeList(country, year).holidays.filter(({ scope }) => scope === undefined);
  return { sure: days.filter(({ status }) => isSure(status)).length, all: days.length };
}

test('of the days of the fifty largest economies in 2026, 85 % are official or confirmed', () => {
  expect(new Set(largestEconomies).size).toBe(50);
  const counts = largestEconomies.map((country) => surenessOf(country, 2026));
  const sum = (of: 'sure' | 'all'): number => counts.reduce((total, count) => total + count[of], 0);
  expect(sum('all')).toBeGreaterThan(600);
  expect(sum('sure') / sum('all')).toBeGreaterThanOrEqual(0.85);
});

describe('computed dates of the moon', () => {
  const places = countries.flatMap(({ code }) =>
    [undefined, ...regionsOf(code).map((region) => region.code)].map((region) => [code, region] as const),
  );

  test.each([2027, 2028, 2029, 2030])('confirm no year by themselves: %d', (year) => {
    let seen = 0;
    for (const [country, region] of places) {
      const { holidays, status } = placeList(country, year, region);
      const rest = calendarFor({ country, region });
      if (!rest.ok) throw new Error(rest.failure.detail);
      for (const day of holidays.filter(({ name }) => followsTheMoon(name))) {
        const weekday = new Date(day.date)
          .toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })
          .toLowerCase();
        const worked = Object.keys(rest.calendar.weekly).includes(weekday);
        if (!worked || day.why !== undefined) continue;
        seen += 1;
        if (day.status !== 'official')
          expect(isSure(day.status), `${country} ${region ?? ''} ${day.date}`).toBe(false);
        if (isIslamic(day.name) && day.status !== 'official') expect(isSure(status), country).toBe(false);
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

test('a year with a decree that is due is pending, and what is not known is never called known', () => {
  expect(yearRecord('HU', 2027).status).toBe('pending');
  expect(yearRecord('DE', 2031).status).toBe('unknown');
  expect(yearRecord('DE', 2023).status).toBe('unknown');
  expect(listRecord('HU')?.horizon).toBe('2026-12-31');
  expect(listRecord('DE')?.horizon).toBe('2030-12-31');
});

test('of days that were not sure, those are told that the lists of today are sure of', () => {
  expect(decidedDays({ country: 'JP' }, ['2026-11-23', '2026-11-24', '2028-03-20'])).toEqual([
    { date: '2026-11-23', holiday: true },
    { date: '2026-11-24', holiday: false },
  ]);
  expect(decidedDays({ country: 'NL' }, ['2026-05-05'])).toEqual([]);
  expect(decidedDays({ country: 'DE', region: 'BY' }, ['2027-11-01', '2031-11-01'])).toEqual([
    { date: '2027-11-01', holiday: true },
  ]);
});

test('of days that were not sure, those are told that operations have put, whatever they have said of them', () => {
  const days = ['2026-05-04', '2026-05-05', '2026-05-06', '2026-05-07'];
  const hash = learnLayer({
    holidays: { add: [{ date: '2026-05-05', name: 'Liberation Day' }], remove: ['2026-05-07'] },
    workingDays: { add: [{ date: '2026-05-06', name: 'In its place' }] },
  });
  const layerOf = (country: string) => (country === 'NL' ? { place: 'NL', number: 1, hash } : undefined);
  const unsure = (country: string) => decidedDays({ country }, days, layerOf);
  expect(unsure('NL')).toEqual(
    expect.arrayContaining([
      { date: '2026-05-05', holiday: true },
      { date: '2026-05-06', holiday: false },
      { date: '2026-05-07', holiday: false },
    ]),
  );
  expect(decidedDays({ country: 'HU' }, ['2027-01-02'], layerOf)).toEqual([]);
});

test('what to look up: decrees that are due, days that are not sure, and the age of each list', () => {
  const report = check('2026-11-26');
  expect(report.to).toBe('2028-05-26');
  expect(report.pending).toContainEqual(expect.stringContaining('CN 2027: State Council notice'));
  expect(report.days).toContainEqual(
    expect.objectContaining({ place: 'AE', date: '2026-12-01', status: 'disputed' }),
  );
  expect(report.days.every(({ date }) => date >= report.from && date <= report.to)).toBe(true);
  expect(report.ages.find(({ country }) => country === 'JP')).toMatchObject({ asOf: '2026-11-26', age: 0 });
  expect(report.ages.find(({ country }) => country === 'DE')).toMatchObject({ age: 126 });
});

test('what a compilation changes is told by country, region and date', () => {
  const before = {
    version: '1',
    from: '2026-01-01',
    to: '2027-12-31',
    countries: {
      DE: {
        national: { 'New Year': '01-01', Old: '2026-05-01' },
        regions: { BY: { add: { Epiphany: '01-06' } } },
      },
    },
  };
  const after = {
    ...before,
    version: '2',
    countries: {
      DE: {
        national: { 'New Year': '01-01', New: '2026-05-02' },
        days: { '2027-01-01': 'd p/n' },
        workingDays: { 'for Friday': '2026-01-10' },
        regions: { BY: { remove: '2027-01-01' } },
      },
    },
  };
  expect(differences(before, after)).toEqual([
    'DE + 2026-01-10 worked: for Friday',
    'DE - 2026-05-01 Old',
    'DE + 2026-05-02 New',
    'DE ~ 2027-01-01 New Year -> New Year [d]',
    'DE-BY - 2026-01-06 Epiphany',
    'DE-BY - 2027-01-01 New Year',
    'DE-BY - 2027-01-06 Epiphany',
  ]);
  expect(differences(after, after)).toEqual([]);
});

const docs = new URL('../../../docs/business-time.md', import.meta.url);
const begin = '<!-- certainty tables: generated, see certain.test.ts -->\n';
const end = '\n<!-- end of the certainty tables -->';

test('the docs show how sure the lists are', () => {
  const text = readFileSync(docs, 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  const fresh = `${before}${begin}\n${countsTable()}\n\n${economiesTable()}\n${end}${after}`;
  if (process.env.UPDATE_DOCS) writeFileSync(docs, fresh);
  else expect(text).toBe(fresh);
});

function countsTable(): string {
  const codes = countries.map(({ code }) => code);
  const regions = codes.flatMap((code) => regionsOf(code).map((region) => [code, region.code] as const));
  const count = (status: Certainty, year: number): string => {
    const national = codes.filter((code) => yearRecord(code, year).status === status).length;
    const own = regions.filter(([code, region]) => yearRecord(code, year, region).status === status).length;
    return `${national} + ${own}`;
  };
  const years = [2025, 2026, 2027, 2028];
  return [
    `| status | ${years.join(' | ')} |`,
    `|---|${years.map(() => '---').join('|')}|`,
    ...certainties.map(
      (status) => `| ${[status, ...years.map((year) => count(status, year))].join(' | ')} |`,
    ),
  ].join('\n');
}

function economiesTable(): string {
  const names = new Map(countries.map(({ code, name }) => [code, name]));
  const rows = largestEconomies.map((code) => {
    const { sure, all } = surenessOf(code, 2026);
    const { asOf = '', horizon = '' } = listRecord(code) ?? {};
    const statuses = [2026, 2027].map((year) => yearRecord(code, year).status);
    return `| ${[names.get(code) ?? code, ...statuses, `${sure} of ${all}`, asOf, horizon].join(' | ')} |`;
  });
  return [
    '| country | 2026 | 2027 | days of 2026 official or confirmed | as of | horizon |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
