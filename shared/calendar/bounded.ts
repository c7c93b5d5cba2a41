/**
 * What was made for a key, kept for the next who asks, up to `most` of them and `mostCharacters` of keys; the one asked
 * for longest ago goes.
 */
export function bounded<V>(
  most: number,
  mostCharacters = Number.POSITIVE_INFINITY,
): (key: string, make: () => V) => V {
  const kept = new Map<string, V>();
  let characters = 0;
  const drop = (key: string): void => {
    if (kept.delete(key)) characters -= key.length;
  };
  return (key, make) => {
    const value = kept.get(key) ?? make();
    drop(key);
    kept.set(key, value);
    characters += key.length;
    for (const oldest of kept.keys()) {
      if (kept.size <= most && characters <= mostCharacters) break;
      drop(oldest);
    }
    return value;
  };
}
