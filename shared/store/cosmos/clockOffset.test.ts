import { expect, it } from 'vitest';

import { clockOffsetBy } from './clockOffset.ts';

const at = Date.UTC(2026, 10, 20, 8);
const date = 'Fri, 20 Nov 2026 08:00:00 GMT';
const minute = 60_000;

it.each([
  ['the same time', at + 100, at + 150, 0],
  ['the same second', at, at + 999, 0],
  ['the end of that second', at + 999, at + 999, 0],
  ['an answer that took long', at - 20_000, at + 20_000, 0],
  ['ten minutes ahead', at + 10 * minute, at + 10 * minute + 30, 10 * minute - 999],
  ['ten minutes behind', at - 10 * minute - 30, at - 10 * minute, -10 * minute],
  ['ahead, as far as an answer that took long can tell', at + 5 * minute, at + 9 * minute, 5 * minute - 999],
])('by %s', (_, sent, received, offset) => {
  expect(clockOffsetBy({ sent, received, date })).toBe(offset);
});

it('says nothing by a date that is none', () => {
  expect(clockOffsetBy({ sent: at, received: at, date: 'soon' })).toBeUndefined();
});
