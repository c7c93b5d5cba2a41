/** What was made for a key, kept for the next who asks, up to `most` of them; the one asked for longest ago goes. */
export function bounded<V>(most: number): (key: string, make: () => V) => V {
  const kept = new Map<string, V>();
  return (key, make) => {
    const value = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, value);
    const [oldest = key] = kept.keys();
    if (kept.size > most) kept.delete(oldest);
    return value;
  };
}
