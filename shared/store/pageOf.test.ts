import { expect, it } from 'vitest';

import { pageOf } from './pageOf.ts';

const after = (last: number) => `after ${last}`;

it.each([
  ['no row', [], 2, { value: [] }],
  ['fewer rows than asked for', [1], 2, { value: [1] }],
  ['just as many', [1, 2], 2, { value: [1, 2] }],
  ['one more', [1, 2, 3], 2, { value: [1, 2], continuation: 'after 2' }],
  ['pages of one', [0, 1], 1, { value: [0], continuation: 'after 0' }],
])('%s', (_, rows, top, page) => {
  expect(pageOf(rows, top, after)).toEqual(page);
});
