import { describe, expect, it } from 'vitest';

import { csvOf, wantsCsv } from './csv.ts';

const one = (cell: string | number | null) =>
  csvOf([{ name: 'c', of: () => cell }], [0]).slice('c\r\n'.length, -2);

describe('a cell', () => {
  it.each([
    ['a formula', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['a sum', '+1+1', `"'+1+1"`],
    ['a difference', '-1+1', `"'-1+1"`],
    ['a function of old', '@SUM(A1)', `"'@SUM(A1)"`],
    ['a formula after blanks', '  =1', `"'  =1"`],
    ['a tab', '\t=1', `"'\t=1"`],
    ['a line break', 'a\nb', '"a\nb"'],
    ['a comma', 'a, b', '"a, b"'],
    ['a quote', 'the "big" one', '"the ""big"" one"'],
    ['a word', 'word', 'word'],
  ])('that holds %s is safe', (_, cell, expected) => {
    expect(one(cell)).toBe(expected);
  });

  it('may be a number or nothing', () => {
    expect(one(-3)).toBe('-3');
    expect(one(null)).toBe('');
  });
});

it.each([
  [undefined, null, false],
  [undefined, 'text/csv', true],
  [undefined, 'application/json, text/csv;q=0.5', false],
  [undefined, '*/*', false],
  [undefined, 'text/csv;q=0', false],
  ['json', 'text/csv', false],
  ['csv', null, true],
] as const)('format %s, Accept %s: %s', (format, accept, expected) => {
  expect(wantsCsv(format, accept)).toBe(expected);
});
