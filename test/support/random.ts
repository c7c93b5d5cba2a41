/** Chances that a printed seed brings back: `TEST_SEED=<seed>` in the environment repeats them. */
export interface Random {
  readonly seed: number;
  /** At least 0 and less than `below`, whole. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** `count` of them, in their order. */
  sample<T>(from: readonly T[], count: number): T[];
}

export function seeded(what: string): Random {
  const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
  console.info(`${what}: TEST_SEED=${seed}`);
  let state = seed >>> 0;
  // xorshift32 (Marsaglia, 2003), over an increment so that the seed 0 works too.
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state || 1;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    return (x ^ (x >>> 16)) >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return {
    seed,
    below,
    pick: <T>(from: readonly T[]) => from[below(from.length)] as T,
    sample<T>(from: readonly T[], count: number): T[] {
      const keyed = from.map((item, index) => ({ item, index, key: next() }));
      const chosen = keyed.sort((a, b) => a.key - b.key).slice(0, count);
      return chosen.sort((a, b) => a.index - b.index).map(({ item }) => item);
    },
  };
}
