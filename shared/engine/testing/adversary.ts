import type { Choices } from './choices.ts';

/** What may become of one effect on the world outside of a process. */
export type Fault =
  /** The process dies before it is done, or after it, before the answer is heard. */
  | 'crashBefore'
  | 'crashAfter'
  /** It is refused, and not done. */
  | 'refused'
  /** No answer comes, though it was done; or because it was not. */
  | 'answerLost'
  | 'requestLost'
  /** For half an hour at the most the store refuses every write, as on a disk that is full. */
  | 'full'
  /** It takes a while. */
  | 'slow'
  /** For a weekend at the most, nobody may send mail; for some hours, the mail service answers what cannot be read. */
  | 'forbidden'
  | 'lies'
  /** It takes no more mails for a while. */
  | 'throttled'
  /** A mail is turned down for good. */
  | 'rejected'
  /** A mail was accepted, and its operation failed. */
  | 'operationFailed'
  /** It failed some hours later, or took so long; nobody tells, or a delivery report does. */
  | 'failsLater'
  | 'suppressesLater'
  | 'takesLong'
  | 'told'
  /** An alarm comes so much too late that the sweep sees it, or never. */
  | 'late'
  | 'never'
  /** It happens twice at once. */
  | 'twice'
  /** An alarm comes a little early. */
  | 'early'
  /** An instance and its history are gone. */
  | 'gone';

/** What may become of a request that changes something, over a network. */
export const writing = ['crashBefore', 'crashAfter', 'refused', 'answerLost', 'requestLost', 'slow'] as const;

/** How often something goes wrong, by the life: in one in eight nothing does. */
const shares = [0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.4] as const;

/** What goes wrong, and in which order things happen: all by the choices that it is given. */
export class Adversary {
  /** What was done, for people: the effect and the fault. */
  readonly done: string[] = [];
  readonly #choices: Choices;
  readonly #share: number;
  readonly #mixing: number;
  #left: number;

  constructor(choices: Choices) {
    this.#choices = choices;
    this.#share = choices.of(shares);
    this.#left = this.#share === 0 ? 0 : choices.upTo(40);
    // 0: whoever came first goes first.
    this.#mixing = choices.of([0, 0.1, 0.5] as const);
  }

  /** Whether everything goes well in this life. */
  get isKind(): boolean {
    return this.#share === 0 || this.done.length === 0;
  }

  /** What goes wrong with this effect; undefined mostly, and always once enough has. */
  fault(effect: string, possible: readonly Fault[]): Fault | undefined {
    if (this.#left === 0) return undefined;
    const fault = possible[this.#choices.upTo(possible.length, this.#share) - 1];
    if (fault === undefined) return undefined;
    this.#left -= 1;
    this.done.push(`${effect}: ${fault}`);
    return fault;
  }

  /** Which of so many goes on first. */
  first(count: number): number {
    return this.#mixing === 0 ? 0 : this.#choices.upTo(count - 1, this.#mixing);
  }

  /** Some ms up to this. */
  wait(most: number): number {
    return this.#choices.upTo(most);
  }

  of<T>(from: readonly [T, ...(readonly T[])], share = 1): T {
    return this.#choices.of(from, share);
  }
}
