import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { start } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
beforeAll(async () => {
  product = await startFunctions();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const hours = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 3_600_000;

function responseOf(view: CaseView) {
  const clock = view.clocks.find(({ kind }) => kind === 'initialResponse');
  if (!clock) throw new Error('no clock for the initial response');
  return clock;
}

describe('due instants worked out by hand, from Friday 2026-11-20T08:00:00Z', () => {
  test('A on Standard runs around the clock: one hour later', async () => {
    const view = await product.client.submit(submission);
    expect(view).toMatchObject({ status: 'open', severity: 'A', coverage: '24x7', plan: 'standard' });
    expect(responseOf(view)).toMatchObject({
      schedule: '24x7',
      target: 'PT1H',
      state: 'running',
      startedAt: start,
      dueAt: '2026-11-20T09:00:00Z',
      elapsed: 'PT0S',
      remaining: 'PT1H',
      thresholds: [
        { percent: 50, at: '2026-11-20T08:30:00Z', reached: false },
        { percent: 75, at: '2026-11-20T08:45:00Z', reached: false },
      ],
      rules: ['IR-A'],
    });
  });

  test('C on Standard in Tokyo: eight business hours over the weekend and a holiday', async () => {
    // BH-3 opens Japan 09:00-17:30, which is 00:00-08:30 UTC all year round (UTC+9, no summer time).
    const open = [
      // Friday: submitted at 17:00 in Tokyo, so half an hour is left.
      ['2026-11-20T08:00:00Z', '2026-11-20T08:30:00Z'],
      // Saturday 21 and Sunday 22 are closed, Monday 23 is Labour Thanksgiving Day (BH-4).
      // Tuesday: the other seven and a half hours end at 16:30 in Tokyo, before closing time.
      ['2026-11-24T00:00:00Z', '2026-11-24T07:30:00Z'],
    ] as const;
    expect(open.map(([from, to]) => hours(from, to))).toEqual([0.5, 7.5]);

    const view = await product.client.submit({ ...submission, severity: 'C', require24X7Response: false });
    expect(view).toMatchObject({ severity: 'C', coverage: 'businessHours' });
    expect(responseOf(view)).toMatchObject({
      schedule: 'businessHours',
      target: 'PT8H',
      dueAt: open[1][1],
      thresholds: [
        // 4 h: half an hour on Friday, three and a half on Tuesday.
        { percent: 50, at: '2026-11-24T03:30:00Z', reached: false },
        // 6 h: half an hour on Friday, five and a half on Tuesday.
        { percent: 75, at: '2026-11-24T05:30:00Z', reached: false },
      ],
    });
    expect(responseOf(view).rules).toEqual(expect.arrayContaining(['IR-C', 'BH-3', 'BH-4']));
  });

  test('B on Unified in Canada: two business hours in Pacific time', async () => {
    // BH-2 opens North America 06:00-18:00 in America/Los_Angeles, in November 14:00-02:00 UTC (UTC-8).
    // At 08:00 UTC it is midnight there: closed. Friday opens at 14:00 UTC; two hours later is due.
    const open = ['2026-11-20T14:00:00Z', '2026-11-20T16:00:00Z'] as const;
    expect(hours(...open)).toBe(2);

    await product.client.putEntitlement('northwind', { plan: 'unified', country: 'CA' });
    const view = await product.client.submit({
      ...submission,
      tenantId: 'northwind',
      severity: 'B',
      require24X7Response: false,
      contactDetails: {
        ...submission.contactDetails,
        // Where the customer sits changes nothing: North America runs on Pacific time.
        preferredTimeZone: 'America/Toronto',
        country: 'CA',
        preferredSupportLanguage: 'en',
      },
    });
    expect(view).toMatchObject({ plan: 'unified', coverage: 'businessHours', workingLanguage: 'en' });
    expect(responseOf(view)).toMatchObject({
      schedule: 'businessHours',
      target: 'PT2H',
      dueAt: open[1],
      thresholds: [
        { percent: 50, at: '2026-11-20T15:00:00Z' },
        { percent: 75, at: '2026-11-20T15:30:00Z' },
      ],
    });
    expect(responseOf(view).rules).toEqual(expect.arrayContaining(['IR-B', 'BH-2', 'BH-4']));
  });
});

test.each([
  ['standard', 'A', true, '24x7', 'PT1H'],
  ['standard', 'A', false, '24x7', 'PT1H'],
  ['standard', 'B', true, '24x7', 'PT4H'],
  ['standard', 'B', false, 'businessHours', 'PT4H'],
  ['standard', 'C', true, 'businessHours', 'PT8H'],
  ['professionalDirect', 'A', false, '24x7', 'PT1H'],
  ['professionalDirect', 'B', false, 'businessHours', 'PT2H'],
  ['professionalDirect', 'C', false, 'businessHours', 'PT4H'],
  ['unified', 'A', false, '24x7', 'PT1H'],
  ['unified', 'B', true, '24x7', 'PT2H'],
  ['unified', 'C', false, 'businessHours', 'PT4H'],
  ['premier', 'B', false, 'businessHours', 'PT2H'],
  ['premier', 'C', false, 'businessHours', 'PT4H'],
] as const)(
  '%s, severity %s, 24x7 asked for: %s → %s, %s',
  async (plan, severity, asked, coverage, target) => {
    const tenantId = `plan-${plan}`;
    await product.client.putEntitlement(tenantId, { plan, country: 'JP' });
    const view = await product.client.submit({
      ...submission,
      tenantId,
      severity,
      require24X7Response: asked,
    });
    expect(view).toMatchObject({ plan, severity, coverage });
    expect(responseOf(view)).toMatchObject({ schedule: coverage, target });
  },
);
