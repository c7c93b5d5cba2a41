import { Problem } from './problem.ts';

/** How deep objects and arrays may stand in each other in a body; requests that make sense have six levels. */
export const mostLevels = 32;

/**
 * How many values a body, or one element of an array that is parsed element by element, may hold. Of an object only as
 * many fields count as any object of the API has: those that are unknown cost nothing to refuse.
 */
export const mostValues = 5000;
const mostFields = 30;

/**
 * Refuses what would take long to parse, or could not be walked recursively, whatever is in it: 400 `body.tooDeep`,
 * 400 `body.tooManyValues`.
 */
export function judgeShape(input: unknown): void {
  let values = 0;
  let level: object[] = isNested(input) ? [input] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > mostLevels) throw tooDeep();
    const next: object[] = [];
    for (const one of level) {
      const held: readonly unknown[] = Array.isArray(one) ? one : Object.values(one);
      values += Array.isArray(one) ? held.length : Math.min(held.length, mostFields);
      if (values > mostValues) throw tooManyValues();
      for (const value of held) if (isNested(value)) next.push(value);
    }
    level = next;
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function tooDeep(): Problem {
  const detail = `The body has objects or arrays more than ${mostLevels} levels deep in each other: send none deeper.`;
  return new Problem(400, 'body.tooDeep', detail);
}

function tooManyValues(): Problem {
  const detail = `The body, or an element of it, holds more than ${mostValues} values: send fewer.`;
  return new Problem(400, 'body.tooManyValues', detail);
}
