import { describe, expect, it } from 'vitest';

import type { Attainment } from '../shared/api/operations/summary.ts';
import { attained, latenessBy, periodsAround, promisedBy } from './series.ts';

const row = (period: string | undefined, counts: Partial<Attainment>): Attainment => ({
  ...{ clock: 'initialResponse', severity: 'A', plan: 'standard' },
  ...(period === undefined ? {} : { period }),
  ...{ running: 0, atRisk: 0, met: 0, corrected: 0, breached: 0, stillWaiting: 0, measured: 0 },
  ...{ notMeasured: 0, attainment: null },
  ...counts,
});

describe('periods', () => {
  it.each([
    [
      ['2026-11-30', '2026-11-28'],
      ['2026-11-28', '2026-11-29', '2026-11-30'],
    ],
    [
      ['2024-02-28', '2024-03-01'],
      ['2024-02-28', '2024-02-29', '2024-03-01'],
    ],
    [
      ['2026-11', '2027-01'],
      ['2026-11', '2026-12', '2027-01'],
    ],
    [
      ['2026-Q3', '2027-Q1'],
      ['2026-Q3', '2026-Q4', '2027-Q1'],
    ],
    [
      ['2025', '2027'],
      ['2025', '2026', '2027'],
    ],
    [[], []],
  ])('between %j are %j', (known, all) => expect(periodsAround(known)).toEqual(all));

  it('are the latest 400', () => {
    const all = periodsAround(['2020-01-01', '2026-11-20']);
    expect([all.length, all.at(-1)]).toEqual([400, '2026-11-20']);
  });
});

describe('attainment over time', () => {
  const days = promisedBy([
    row('2026-11-20', { met: 2, measured: 2 }),
    row('2026-11-20', { severity: 'B', met: 1, corrected: 1, breached: 2, measured: 4 }),
    row('2026-11-22', { notMeasured: 3 }),
    row(undefined, { running: 7 }),
  ]);

  it('is summed for each day, what has no due instant left out', () =>
    expect(days.map(({ period, measured, running }) => [period, measured, running])).toEqual([
      ['2026-11-20', 6, 0],
      ['2026-11-21', 0, 0],
      ['2026-11-22', 0, 0],
    ]));

  it('is a share of what was measured, and none where nothing was', () =>
    expect(days.map(attained)).toEqual([(4 / 6) * 100, null, null]));
});

it('has a gap where nothing fell due', () =>
  expect(
    latenessBy([
      { period: '2026-11', count: 3, p50: 1, p99: 2, max: 3 },
      { period: '2027-01', count: 1, p50: 5, p99: 5, max: 5 },
    ]).map(({ p50 }) => p50),
  ).toEqual([1, null, 5]));
