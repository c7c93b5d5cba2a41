import { AsyncLocalStorage } from 'node:async_hooks';

/** What work may wait for without being at work: the clock, or somebody outside. */
type Wait = 'asleep' | 'outside';

/**
 * Counts the work that is running, and how much of it waits for the clock to move, or for somebody outside to go on
 * sending. Time may jump only when nothing is running but what waits.
 */
export class InFlight {
  #running = 0;
  readonly #waiting: Record<Wait, number> = { asleep: 0, outside: 0 };
  readonly #work = new AsyncLocalStorage<{ waits: number }>();

  /** Runs one invocation, request or turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await this.#work.run({ waits: 0 }, work);
    } finally {
      this.#running--;
    }
  }

  /** Marks the work that calls this as asleep until `wait` is over. */
  sleep(wait: Promise<void>): Promise<void> {
    return this.#during('asleep', wait);
  }

  /** Marks the work that calls this as waiting for somebody outside until `wait` is over. */
  waitOutside<T>(wait: Promise<T>): Promise<T> {
    return this.#during('outside', wait);
  }

  async #during<T>(kind: Wait, wait: Promise<T>): Promise<T> {
    const work = this.#work.getStore();
    // What does both at once is counted once.
    if (!work || work.waits++ > 0) {
      try {
        return await wait;
      } finally {
        if (work) work.waits--;
      }
    }
    this.#waiting[kind]++;
    try {
      return await wait;
    } finally {
      work.waits--;
      this.#waiting[kind]--;
    }
  }

  /** How much of the running work sleeps. */
  get asleep(): number {
    return this.#waiting.asleep;
  }

  /** Whether nothing runs but what waits. */
  get quiet(): boolean {
    return this.#running <= this.#waiting.asleep + this.#waiting.outside;
  }
}
