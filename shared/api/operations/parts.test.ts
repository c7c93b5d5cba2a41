import { expect, test } from 'vitest';
import { z } from 'zod';

import { parse } from '../input/parse.ts';
import { Problem } from '../input/problem.ts';
import { namesOf } from './parts.ts';

const schema = z.strictObject({ state: namesOf(['atRisk', 'overdue'], 'Which') });

test.each([
  ['atRisk', ['atRisk']],
  ['overdue, atRisk', ['overdue', 'atRisk']],
  [undefined, undefined],
])('names from a list: %s', (state, names) => {
  expect(parse(schema, { state }).state).toEqual(names);
});

test.each([
  ['late', 'One of atRisk, overdue is expected; `late` is none of them.'],
  ['atRisk,overdu', 'There is no such value; did you mean `overdue`? One of atRisk, overdue is expected.'],
  ['', 'One of atRisk, overdue is expected; `` is none of them.'],
])('a name that is none of them is told as such, not as missing: %s', (state, detail) => {
  expect(() => parse(schema, { state })).toThrow(Problem);
  try {
    parse(schema, { state });
  } catch (thrown) {
    expect((thrown as Problem).body().errors).toEqual([{ pointer: '/state', code: 'field.invalid', detail }]);
  }
});
