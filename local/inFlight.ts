import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Counts the work that is running, and how much of it waits for the clock to move. Time may jump only when
 * nothing is running but what waits for that jump.
 */
export class InFlight {
  #running = 0;
  #asleep = 0;
  readonly #work = new AsyncLocalStorage<{ sleeps: number }>();

  /** Runs one invocation, request or turn. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await this.#work.run({ sleeps: 0 }, work);
    } finally {
      this.#running--;
    }
  }

  /** Marks the work that calls this as asleep until `wait` is over. */
  async sleep(wait: Promise<void>): Promise<void> {
    const work = this.#work.getStore();
    if (!work) return wait;
    if (work.sleeps++ === 0) this.#asleep++;
    try {
      await wait;
    } finally {
      if (--work.sleeps === 0) this.#asleep--;
    }
  }

  /** How much of the running work sleeps. */
  get asleep(): number {
    return this.#asleep;
  }

  /** Whether nothing runs but what sleeps on the clock. */
  get quiet(): boolean {
    return this.#running <= this.#asleep;
  }
}
