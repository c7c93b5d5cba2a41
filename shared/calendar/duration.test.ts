import { expect, test } from 'vitest';
import { longestDurationMs, parseDuration } from './duration.ts';

test.each([
  ['PT0S', 0],
  ['PT1S', 1000],
  ['PT2M', 120_000],
  ['PT4H', 14_400_000],
  ['PT1H30M', 5_400_000],
  ['PT1H2M3S', 3_723_000],
  ['PT90M', 5_400_000],
  ['PT1H5S', 3_605_000],
  ['PT45S', 45_000],
  ['PT87660H', longestDurationMs],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toEqual({ ok: true, ms });
});

const shape = /not an ISO 8601 duration/;
const negative = /cannot be negative/;
const fraction = /fractions are not accepted/;
const calendarUnits = /years, months, weeks and days have no fixed length/;
const order = /not hours, minutes and seconds in this order/;

test.each([
  ['', shape],
  ['4 hours', shape],
  ['P', shape],
  ['T4H', shape],
  ['XPT4H', shape],
  ['PT4HX', shape],
  ['PT4H ', shape],
  ['-PT1H', negative],
  ['PT-1H', negative],
  ['-PT1.5H', negative],
  ['+PT1H', /carries no sign/],
  ['PT+1H', /carries no sign/],
  ['PT1.5H', fraction],
  ['PT0,5S', fraction],
  ['PT1.5S', fraction],
  ['P1Y', calendarUnits],
  ['P1M', calendarUnits],
  ['P1W', calendarUnits],
  ['P1D', calendarUnits],
  ['P1DT1H', calendarUnits],
  ['P10D', calendarUnits],
  ['p1d', calendarUnits],
  ['PT', order],
  ['P1H', order],
  ['PT1M1H', order],
  ['PT1H1H', order],
  ['pt4h', order],
  ['PT1234567890123S', order],
  ['PT87660H1S', /longer than 87660 hours/],
])('%j is refused with its reason', (text, reason) => {
  const parsed = parseDuration(text);
  expect(parsed.ok ? 'accepted' : parsed.reason).toMatch(reason);
});
