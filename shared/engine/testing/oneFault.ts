import { Adversary, type Fault } from './adversary.ts';
import { Choices } from './choices.ts';

/** An effect of a life, and what may go wrong with it. */
export interface Effect {
  readonly what: string;
  readonly possible: readonly Fault[];
}

/** Lets one thing go wrong in a life, at the effect of that number, and nothing else; or nothing at all. */
export class OneFault extends Adversary {
  /** All that could have gone wrong, in order. */
  readonly effects: Effect[] = [];
  readonly #at: number | undefined;
  readonly #fault: Fault | undefined;

  constructor(at?: number, fault?: Fault) {
    super(Choices.replayed([]));
    this.#at = at;
    this.#fault = fault;
  }

  override get isKind(): boolean {
    return this.#fault === undefined;
  }

  override fault(what: string, possible: readonly Fault[]): Fault | undefined {
    const number = this.effects.length;
    this.effects.push({ what, possible });
    if (number !== this.#at || this.#fault === undefined || !possible.includes(this.#fault)) return undefined;
    this.done.push(`${what}: ${this.#fault}`);
    return this.#fault;
  }

  override first(): number {
    return 0;
  }

  override wait(most: number): number {
    return Math.floor(most / 2);
  }

  override of<T>(from: readonly [T, ...(readonly T[])]): T {
    return from[0];
  }
}
