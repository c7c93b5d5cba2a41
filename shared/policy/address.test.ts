import { describe, expect, test } from 'vitest';

import { addressSchema } from './address.ts';

const judged = (text: string) => addressSchema.safeParse(text);

test.each([
  'aiko@contoso.example',
  "o'brien@contoso.example",
  'a+b=c/d@contoso.example',
  "!#$%&'*+/=?^_`{|}~-@contoso.example",
  'first.last@mail.contoso.co.jp',
  'a@xn--mller-kva.example',
  'a@contoso.xn--p1ai',
  'A@CONTOSO.EXAMPLE',
  `${'x'.repeat(64)}@contoso.example`,
])('%s stays as it is', (text) => {
  expect(judged(text).data).toBe(text);
});

test.each([
  ['a@müller.example', 'a@xn--mller-kva.example'],
  ['a@MÜLLER.example', 'a@xn--mller-kva.example'],
  ['a@例え.テスト', 'a@xn--r8jz45g.xn--zckzah'],
  ['a@почта.рф', 'a@xn--80a1acny.xn--p1ai'],
  [' aiko@contoso.example ', 'aiko@contoso.example'],
])('%s is kept as %s', (text, kept) => {
  expect(judged(text).data).toBe(kept);
});

describe('a sentence says what is wrong', () => {
  test.each([
    ['aiko', 'has no `@`'],
    ['', 'has no `@`'],
    ['@contoso.example', 'nothing before'],
    ['aiko@', 'nothing after'],
    ['aiko@contoso', 'no dot'],
    ['aiko@contoso..example', 'two in a row'],
    ['aiko@.contoso.example', 'dot after'],
    ['a..b@contoso.example', 'two in a row'],
    ['.a@contoso.example', 'begins or ends with a dot'],
    ['a b@contoso.example', 'a space'],
    ['a@con toso.example', 'no part of a domain'],
    ['a@b@contoso.example', '"@"'],
    ['Aiko <aiko@contoso.example>', 'without a name'],
    ['a@contoso.example, b@contoso.example', 'one address'],
    ['a@contoso.example;b@contoso.example', 'one address'],
    ['aiko@contoso.example\r\nBcc: x@y.example', 'single line'],
    ['愛子@contoso.example', 'outside of ASCII'],
    ['"a b"@contoso.example', 'a space'],
    ['"ab"@contoso.example', 'not allowed there'],
    ['a@192.168.0.1', 'top-level'],
    ['a@[192.168.0.1]', 'no part of a domain'],
    ['a@-contoso.example', 'no part of a domain'],
    ['a@contoso.example/x', 'no part of a domain'],
    ['a@münchen.example/x', 'no part of a domain'],
    ['a@contoso.e', 'top-level'],
    [`${'x'.repeat(65)}@contoso.example`, '64'],
    [`a@${'x'.repeat(64)}.example`, 'no part of a domain'],
    [`a@${'abcdefg.'.repeat(33)}example`, '254'],
  ])('%j: %s', (text, sentence) => {
    expect(judged(text).error?.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining(sentence),
    ]);
  });
});
