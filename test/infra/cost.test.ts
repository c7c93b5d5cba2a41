import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { countedLives } from '../../infra/cost/counted.ts';
import { costOf, limits, loadOf, priceList, withPrices } from '../../infra/cost/prices.ts';
import {
  executionsByPolling,
  kindsOfUse,
  pace,
  standingUse,
  useOf,
  type LifeUse,
} from '../../infra/cost/quantities.ts';

const life = (each: number): LifeUse =>
  Object.fromEntries(kindsOfUse.map((kind) => [kind, each])) as Record<keyof LifeUse, number>;
const lives = { one: life(10), other: life(40) };

test('lives that are counted use what they were counted to use', async () => {
  const counted = await countedLives();
  expect(counted.lives.usual).toMatchObject({ storageRequests: 110, schedulerActions: 25, mails: 7 });
  expect(counted.lives.standard).toMatchObject({ schedulerActions: 26, mails: 7 });
  for (const each of Object.values(counted.lives)) {
    for (const kind of kindsOfUse) expect(each[kind], kind).toBeGreaterThan(0);
    expect(each.requestUnits).toBeLessThan(550);
  }
  expect(counted.sweepUnits).toBeLessThan(60);
});

describe('what many lives use', () => {
  test('is what each uses by its share of the mix', () => {
    expect(useOf(1, { one: 1 }, lives).mails).toBe(10);
    expect(useOf(100, { one: 1, other: 1 }, lives).mails).toBe(2500);
    expect(useOf(100, { one: 90, other: 10 }, lives).mails).toBeCloseTo(1300);
  });

  test('lies between the least and the most of them, whatever the mix', () => {
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 1_000_000 }), (one, other, cases) => {
        fc.pre(one + other > 0);
        const { requestUnits } = useOf(cases, { one, other }, lives);
        expect(requestUnits / cases).toBeGreaterThanOrEqual(9.999);
        expect(requestUnits / cases).toBeLessThanOrEqual(40.001);
      }),
    );
  });

  test('cannot be told of a mix of nothing or of less', () => {
    for (const mix of [{}, { one: 0 }, { one: 2, other: -1 }])
      expect(() => useOf(1, mix, lives)).toThrow(RangeError);
  });

  test('grows with the days that cases are open only where each is polled', () => {
    expect(executionsByPolling(1000, 14)).toBe(20_160_000);
    // A life is counted for all the days that it lasts: its wakes are the same few.
    expect(executionsByPolling(1, 14)).toBeGreaterThan(500 * 32);
  });

  test('stands beside what is used without any', () => {
    expect(standingUse(30, 50)).toEqual({
      storageRequests: 14_817_600,
      executions: 43_200,
      requestUnits: 2_160_000,
    });
  });
});

describe('the pace of a million open cases', () => {
  const asked = pace(1_000_000, 14, 10, life(86.4 * 14));

  test('is what lives use, spread over the days they are open, and so much more at a peak', () => {
    expect(asked.requestUnits.average).toBeCloseTo(1000);
    expect(asked.requestUnits.peak).toBeCloseTo(10_000);
  });

  test('is held against what each service takes', () => {
    const load = loadOf({ storageRequests: 10_000, schedulerActions: 250, requestUnits: 5000, mails: 1 });
    expect(load).toMatchObject({ storage: 0.5, schedulerConsumption: 0.5, serverless: 1 });
    expect(load.mail).toBeGreaterThan(30);
    expect(Object.values(limits).every(({ source }) => source.startsWith('learn.microsoft.com/'))).toBe(true);
  });
});

describe('prices', () => {
  test('each say of when they are and where from', () => {
    expect(Date.parse(priceList.asOf)).toBeGreaterThan(Date.parse('2026-01-01'));
    for (const { source } of Object.values(priceList.prices)) expect(source.length).toBeGreaterThan(20);
  });

  test('are for as many as they say', () => {
    expect(costOf(priceList, 'mails', 1_000_000)).toBeCloseTo(250);
    expect(costOf(priceList, 'requestUnits', 4_000_000)).toBeCloseTo(1);
  });

  test('that nobody has published where it could be read are wanted, and can be given', () => {
    expect(costOf(priceList, 'storageRequests', 1_000_000)).toBeUndefined();
    const own = withPrices(priceList, { storageRequests: 0.2 });
    expect(costOf(own, 'storageRequests', 2_000_000)).toBeCloseTo(0.4);
    expect(priceList.prices.storageRequests.price).toBeNull();
  });
});
