import { expect, test } from 'vitest';
import { toDuration, toDurationMs, toInstant, toMs } from './instant.ts';

test.each([
  ['2026-11-20T09:00:00Z', 1_795_165_200_000],
  ['2026-11-20T09:00:00.250Z', 1_795_165_200_250],
  ['1970-01-01T00:00:00Z', 0],
])('%s is %d', (instant, ms) => {
  expect(toMs(instant)).toBe(ms);
  expect(toInstant(ms)).toBe(instant);
});

test.each([
  ['PT0S', 0],
  ['PT1H30M', 5_400_000],
  ['PT100H', 360_000_000],
  ['PT2M5S', 125_000],
  ['PT45S', 45_000],
  ['PT0.25S', 250],
  ['PT1H0.001S', 3_600_001],
])('%s is %d ms', (duration, ms) => {
  expect(toDuration(ms)).toBe(duration);
  expect(toDurationMs(duration)).toBe(ms);
});

test.each(['', 'PT', 'P1D', 'PT1.5H', '-PT1H', 'PT1H ', 'xPT1H', 'PT1.2345S'])(
  '%j was not written here',
  (text) => {
    expect(() => toDurationMs(text)).toThrow(`not a duration in hours, minutes and seconds: ${text}`);
  },
);
