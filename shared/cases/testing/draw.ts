import { generator } from '../../../test/support/generator.ts';

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
