/** What of a value is shown: all of it, or the fields that are named, each with what is shown of it. */
export type Shown = true | { readonly [field: string]: Shown };

/** The part of a value that is shown; of an array, of each element. A field that nobody has named is hidden. */
export function allowOnly<T>(value: T, shown: Shown): T {
  return only(value, shown) as T;
}

function only(value: unknown, shown: Shown): unknown {
  if (shown === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => only(one, shown));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => {
      const of = Object.hasOwn(shown, name) ? shown[name] : undefined;
      return of === undefined ? [] : [[name, only(field, of)]];
    }),
  );
}

/** Fields that are shown whole. */
export function whole(...names: readonly string[]): Readonly<Record<string, Shown>> {
  return Object.fromEntries(names.map((name) => [name, true]));
}
