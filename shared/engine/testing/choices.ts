import { Draw } from '../../cases/testing/draw.ts';

/**
 * Everything that chance decides in a simulated life, as one list of numbers, in the order they were asked for. 0 is
 * always what happens where nothing goes wrong. A list that was recorded replays the life; one with more zeros in it
 * is a simpler life, which is how a failing one is shrunk. Beyond its end all is 0.
 */
export class Choices {
  readonly taken: number[] = [];
  readonly #next: (most: number, share: number) => number;

  private constructor(next: (most: number, share: number) => number) {
    this.#next = next;
  }

  static drawn(seed: number): Choices {
    const draw = new Draw(seed);
    return new Choices((most, share) => (draw.chance(share) ? draw.upTo(most) : 0));
  }

  static replayed(taken: readonly number[]): Choices {
    let asked = 0;
    return new Choices((most) => {
      const choice = taken[asked++] ?? 0;
      return Math.min(choice, most);
    });
  }

  /** A number from 0 to `most`; with all but this share of the probability 0. */
  upTo(most: number, share = 1): number {
    if (most === 0) return 0;
    const choice = this.#next(most, share);
    this.taken.push(choice);
    return choice;
  }

  of<T>(from: readonly [T, ...(readonly T[])], share = 1): T {
    return from[this.upTo(from.length - 1, share)] ?? from[0];
  }

  /** The list without the zeros at its end. */
  get recorded(): readonly number[] {
    return this.taken.slice(0, this.taken.findLastIndex((choice) => choice !== 0) + 1);
  }
}
