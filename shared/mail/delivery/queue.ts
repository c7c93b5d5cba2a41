import { parameters } from './parameters.ts';
import { byUrgency, urgencies, type Urgency } from './urgency.ts';

/** Who asks for a slot: the case, and the most urgent of its mails that wait. */
export interface Asker {
  readonly key: string;
  readonly urgency: Urgency;
}

/**
 * Who was told to come again, and when: so that each is told an instant of its own, and the more urgent find room when
 * they come. Instants are ms of the product's clock. Who does not come at all is forgotten.
 */
export class Queue {
  readonly #expected = new Map(urgencies.map((one) => [one, new Map<string, number>()]));
  #pruned = 0;

  /** How many go before a mail of this urgency that begins to wait now. */
  before(urgency: Urgency, now: number): number {
    this.#prune(now);
    let count = 0;
    for (const [one, waiting] of this.#expected) if (byUrgency(one, urgency) <= 0) count += waiting.size;
    return count;
  }

  /** How many more urgent ones may come at this very moment. */
  dueBefore(urgency: Urgency, now: number): number {
    this.#prune(now);
    let count = 0;
    for (const [one, waiting] of this.#expected) {
      if (byUrgency(one, urgency) >= 0) continue;
      for (const at of waiting.values()) if (at <= now && at > now - parameters.lateForTurn) count += 1;
    }
    return count;
  }

  expect({ key, urgency }: Asker, at: number): void {
    this.#expected.get(urgency)?.set(key, at);
  }

  /** It has come, or is not waited for any more. */
  came(key: string): void {
    for (const waiting of this.#expected.values()) waiting.delete(key);
  }

  #prune(now: number): void {
    const { lateForTurn, longestPaced } = parameters;
    // A clock that was set back, too.
    if (now >= this.#pruned && now < this.#pruned + lateForTurn) return;
    this.#pruned = now;
    for (const waiting of this.#expected.values())
      for (const [key, at] of waiting)
        if (at <= now - lateForTurn || at > now + 2 * longestPaced) waiting.delete(key);
  }
}
