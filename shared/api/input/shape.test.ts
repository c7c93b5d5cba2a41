import { expect, test } from 'vitest';

import { Problem } from './problem.ts';
import { judgeShape, mostLevels, mostValues } from './shape.ts';

/** The code of the refusal; undefined: there is none. */
function refused(text: string): string | undefined {
  try {
    judgeShape(text);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.code;
    throw thrown;
  }
  return undefined;
}
const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const ones = (count: number) => Array.from({ length: count }, () => 1).join(',');
const fields = (count: number) => Array.from({ length: count }, (_, index) => `"f${index}":1`).join(',');

test.each<[string, string, string | undefined]>([
  ['as deep as may be', lists(mostLevels), undefined],
  ['one level deeper', lists(mostLevels + 1), 'body.tooDeep'],
  ['deeper in a field', `{"a":1,"b":{"c":${lists(mostLevels - 1)}}}`, 'body.tooDeep'],
  ['broad, not deep', `[${Array.from({ length: 900 }, () => lists(8)).join(',')}]`, undefined],
  ['brackets in strings', JSON.stringify({ a: lists(100), ['['.repeat(100)]: 1 }), undefined],
  ['brackets after quotes that are escaped', JSON.stringify({ a: `"\\" ${lists(100)}`, b: '\\' }), undefined],
  [
    'brackets after a string that ends in a backslash',
    `{"a":"\\\\","b":${lists(mostLevels)}}`,
    'body.tooDeep',
  ],
  ['a string without an end', `"${'['.repeat(100)}`, undefined],
  ['as many values as may be', `{"a":[${ones(mostValues)}]}`, undefined],
  ['one more', `{"a":[${ones(mostValues + 1)}]}`, 'body.tooManyValues'],
  ['many commas in a string', `{"a":"${','.repeat(10_000)}"}`, undefined],
  [
    'as many in each element',
    `[${Array.from({ length: 9 }, () => `[${ones(mostValues)}]`).join(',')}]`,
    undefined,
  ],
  ['one more in the last element', `[1,2,[${ones(mostValues + 1)}]]`, 'body.tooManyValues'],
  ['an object of many fields', `{${fields(20_000)}}`, undefined],
  [
    'many objects of many fields',
    `{"a":[${Array.from({ length: 400 }, () => `{${fields(100)}}`).join(',')}]}`,
    'body.tooManyValues',
  ],
  ['more closed than open', ']]]]}}', undefined],
])('%s', (_, text, code) => {
  expect(refused(text)).toBe(code);
});
