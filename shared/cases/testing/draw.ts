/** mulberry32: 32 bits of state are plenty for what is drawn here. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws that are the same for the same seed. */
export class Draw {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = generator(seed);
  }

  /** A whole number from 0 to this. */
  upTo(most: number): number {
    return Math.floor(this.#next() * (most + 1));
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }

  /** @throws RangeError for an empty list. */
  of<T>(from: readonly T[]): T {
    const chosen = from[Math.floor(this.#next() * from.length)];
    if (chosen === undefined) throw new RangeError('nothing to draw from');
    return chosen;
  }
}
