/** What users of other systems reported about holidays, each shown not to happen here. */
import { expect, test } from 'vitest';
import { businessTime, toInstant, toMs } from '../../calendar/index.ts';
import { calendarFor, type CalendarRequest } from './index.ts';

function opening(request: CalendarRequest, at: string): string {
  const result = calendarFor(request);
  if (!result.ok) throw new Error(result.failure.detail);
  return toInstant(businessTime({ kind: 'businessHours', calendar: result.calendar }).nextOpening(toMs(at)));
}

test('helpdesk#2212, osTicket#6847: each country has its own holidays', () => {
  // 26 October is Austria's national day; 3 October, a Saturday in 2026, is Germany's.
  expect(opening({ country: 'AT' }, '2026-10-26T00:00:00Z')).toBe('2026-10-27T08:00:00Z');
  expect(opening({ country: 'DE' }, '2026-10-26T00:00:00Z')).toBe('2026-10-26T08:00:00Z');
});

test('chatwoot#14009: a region has holidays that its country does not have', () => {
  expect(opening({ country: 'DE', region: 'BY' }, '2026-01-06T00:00:00Z')).toBe('2026-01-07T08:00:00Z');
  expect(opening({ country: 'DE', region: 'HH' }, '2026-01-06T00:00:00Z')).toBe('2026-01-06T08:00:00Z');
});

test('chatwoot#14009: a region can do without one of its country', () => {
  // St Andrew's Day is Scotland's alone; the summer bank holiday at the end of August is not kept there.
  expect(opening({ country: 'GB', region: 'SCT' }, '2026-11-30T00:00:00Z')).toBe('2026-12-01T09:00:00Z');
  expect(opening({ country: 'GB', region: 'SCT' }, '2026-08-31T00:00:00Z')).toBe('2026-08-31T08:00:00Z');
  expect(opening({ country: 'GB', region: 'ENG' }, '2026-08-31T00:00:00Z')).toBe('2026-09-01T08:00:00Z');
});

test('helpdesk#2212: a substitute day counts where the country grants one', () => {
  // Boxing Day 2026 is a Saturday: Monday 28 December is a holiday in the United Kingdom.
  expect(opening({ country: 'GB', region: 'ENG' }, '2026-12-28T00:00:00Z')).toBe('2026-12-29T09:00:00Z');
});
