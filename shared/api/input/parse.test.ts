import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { finished } from '../../calendar/index.ts';
import { parse, parseElements } from './parse.ts';
import { mostErrors, Problem } from './problem.ts';

const schema = z.strictObject({
  name: z.string(),
  size: z.number().optional(),
  tags: z.array(z.string()).optional(),
  more: z.unknown().optional(),
});

function refusal(act: () => unknown) {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.body();
    throw thrown;
  }
  throw new Error('nothing was refused');
}
const refused = (input: unknown) => refusal(() => parse(schema, input));

describe('errors', () => {
  test('are told up to a number, and counted beyond it', () => {
    const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field${index}`, 1]));
    const problem = refused({ ...unknown, size: 'large' });
    expect(problem.errors).toHaveLength(mostErrors);
    expect(problem.errorCount).toBe(20_002);
    expect(problem.detail).toBe('The body has 20002 fields to mend: see the first 20 in `errors`.');
    expect(JSON.stringify(problem).length).toBeLessThan(5000);
  });

  test('of a few are all told', () => {
    expect(refused({ nmae: 'x' })).toMatchObject({
      detail: 'The body has 2 fields to mend: see `errors`.',
      errorCount: 2,
      errors: [
        { pointer: '/name', code: 'field.missing' },
        { pointer: '/nmae', code: 'field.unknown', suggestion: 'name' },
      ],
    });
  });

  test('of all elements of an array are told and counted together', () => {
    const elements = { schema, most: 1000 };
    const problem = refusal(() =>
      finished(
        parseElements(
          elements,
          Array.from({ length: 1000 }, () => ({ a: 1 })),
        ),
      ),
    );
    expect(problem.errorCount).toBe(2000);
    expect(problem.errors).toHaveLength(mostErrors);
    expect(problem.errors?.slice(0, 3).map(({ pointer }) => pointer)).toEqual(['/0/name', '/0/a', '/1/name']);
  });

  test('do not repeat a name that nobody could have meant at its whole length', () => {
    const problem = refused({ name: 'x', ['y'.repeat(200_000)]: 1 });
    expect(problem.errors).toEqual([
      {
        pointer: `/${'y'.repeat(64)}…`,
        code: 'field.unknown',
        detail: 'There is no such field; known here: name, size, tags, more.',
      },
    ]);
  });
});
