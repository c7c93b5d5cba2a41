import type { Query } from '../cosmos/documents.ts';

/** A stored document with the id it has. */
export type Found = Readonly<Record<string, unknown>> & { readonly id: string };

export type Asked = NonNullable<Query['parameters']>;

/** Comparisons with anything but a number are undefined in Cosmos DB, and let nothing through. */
export function atMost(value: unknown, limit: unknown): boolean {
  return typeof value === 'number' && typeof limit === 'number' && value <= limit;
}

export function atLeast(value: unknown, limit: unknown): boolean {
  return typeof value === 'number' && typeof limit === 'number' && value >= limit;
}

export function by(...order: readonly (readonly [field: string, direction: 1 | -1])[]) {
  return (one: Found, other: Found): number => {
    for (const [field, direction] of order) {
      const [a, b] = [one[field], other[field]];
      if (typeof a === 'number' && typeof b === 'number' && a !== b) return direction * (a - b);
      if (typeof a === 'string' && typeof b === 'string' && a !== b) return a < b ? -direction : direction;
    }
    return 0;
  };
}
