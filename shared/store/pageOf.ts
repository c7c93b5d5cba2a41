import type { Page } from './types.ts';

/** A page of `top`, from rows of which one more was asked for to see whether there is a next page. */
export function pageOf<T>(rows: readonly T[], top: number, continuationOf: (last: T) => string): Page<T> {
  const value = rows.slice(0, top);
  const last = value.at(-1);
  return rows.length > value.length && last !== undefined
    ? { value, continuation: continuationOf(last) }
    : { value };
}
