import { expect, test } from 'vitest';

import { quantitiesOf, requestsOf, usual } from '../../infra/cost/quantities.ts';

test('a usual life costs the storage requests that were measured, a wake at a time', () => {
  const { storageRequests } = quantitiesOf(1, usual);
  expect(storageRequests).toBe(110);
  const more = quantitiesOf(1, { ...usual, alarms: usual.alarms + 1 });
  expect(more.storageRequests - storageRequests).toBe(requestsOf.alarm);
});

test('a case that waits costs nothing but its place: days change what polling would, and nothing else', () => {
  const short = quantitiesOf(1000, { ...usual, days: 1 });
  const long = quantitiesOf(1000, { ...usual, days: 100 });
  expect(long).toEqual({ ...short, executionsByPolling: short.executionsByPolling * 100 });
  expect(short.executions).toBeLessThan(short.executionsByPolling / 10);
});
