import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { deadlineCommand } from './deadline.ts';

const run = (line: string) => deadlineCommand(line.split(' '));
const japan = '--country JP --start 2026-11-20T08:00:00Z --duration PT8H';

test('prints the due instant and the proof as a table', () => {
  const { text, code } = run(japan);
  expect(code).toBe(0);
  const lines = text.split('\n');
  expect(lines[0]).toBe('Due at      2026-11-24T07:30:00Z  (Tue 24 Nov 2026 16:30:00, Asia/Tokyo)');
  expect(lines[2]).toBe('Rules       BH-3, BH-4');
  const segments = lines.slice(6).filter((line) => line !== '');
  expect(segments.map((line) => line.split(/ {2,}/).slice(4))).toEqual([
    ['counted', 'PT30M', 'PT30M'],
    ['closed', 'PT63H30M', 'PT30M'],
    ['holiday', 'PT8H30M', 'PT30M'],
    ['closed', 'PT15H30M', 'PT30M'],
    ['counted', 'PT7H30M', 'PT8H'],
  ]);
});

test('prints the answer of the API with --json', () => {
  expect(JSON.parse(run(`${japan} --json`).text)).toMatchObject({ dueAt: '2026-11-24T07:30:00Z' });
});

test('knows 24x7, regions, zones and pauses', () => {
  expect(run('--start 2026-11-20T08:00:00Z --duration PT4H').text).toContain(
    'Due at      2026-11-20T12:00:00Z',
  );
  expect(run('--country DE --region BY --start 2027-11-01T08:00:00Z --duration PT1H').text).toContain(
    '2027-11-02T09:00:00Z',
  );
  expect(
    run('--country AU --time-zone Australia/Perth --start 2026-11-20T00:00:00Z --duration PT1H').text,
  ).toContain('2026-11-20T02:00:00Z');
  expect(run(`${japan} --pause 2026-11-24T00:00:00Z/2026-11-24T01:00:00Z`).text).toContain(
    'Due at      2026-11-24T08:30:00Z',
  );
});

test('says when the holidays are not known', () => {
  expect(run('--country JP --start 2040-01-04T00:00:00Z --duration PT1H').text).toMatch(
    /^Warning {5}No holidays of calendar JP are known for 2040: none is counted\.$/m,
  );
});

test('takes a calendar from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caseclock-deadline-'));
  const file = join(folder, 'calendar.json');
  writeFileSync(
    file,
    JSON.stringify({ timeZone: 'Europe/Berlin', weekly: { friday: [['09:00', '17:00']] } }),
  );
  const { text } = deadlineCommand([
    '--calendar',
    file,
    '--start',
    '2026-11-20T08:00:00Z',
    '--duration',
    'PT8H',
  ]);
  rmSync(folder, { recursive: true });
  expect(text).toContain('Due at      2026-11-20T16:00:00Z');
});

test.each([
  [
    '--country XX --start 2026-11-20T08:00:00Z --duration PT8H',
    '--country: "XX" is not an ISO 3166-1 code such as JP or JPN.',
  ],
  [
    '--country JP --start 2026-11-20T08:00:00Z --duration P1D',
    '--duration: Years, months, weeks and days have no fixed length: use hours, minutes and seconds.',
  ],
  [
    '--country JP --time-zone Mars --start 2026-11-20T08:00:00Z --duration PT1H',
    '--time-zone: "Mars" is neither an IANA nor a Windows time zone.',
  ],
  ['--country JP --duration PT8H', '--start: This field is required'],
  [`${japan} --pause 2026-11-24T00:00:00Z`, '--pause (0/to): This field is required'],
  [
    '--start 2026-11-20T08:00:00Z --duration PT8H --schedule businessHours',
    '--country: Business hours take a country or a calendar.',
  ],
  ['--calendar nowhere.json', 'no such file'],
  ['--colour red', "Unknown option '--colour'"],
])('%s is refused', (line, message) => {
  const { text, code } = run(line);
  expect(code).toBe(1);
  expect(text).toContain(message);
});

test('explains itself', () => {
  expect(deadlineCommand([])).toMatchObject({
    code: 0,
    text: expect.stringContaining('Usage: npm run deadline') as string,
  });
});
