import type { Client } from './client.ts';
import type { Product } from './product.ts';

/** Lets callers go on through restarts of a product, as a client does that repeats what had no answer. */
export class Survivor {
  readonly #product: Product;
  #client: Promise<Client>;
  #dying: Promise<void> | undefined;
  kills = 0;

  constructor(product: Product) {
    this.#product = product;
    this.#client = Promise.resolve(product.client);
  }

  /** `kill -9`. Resolves once the process is gone; another one starts on the same data. */
  kill(): Promise<void> {
    this.#dying ??= this.#kill();
    return this.#dying;
  }

  async #kill(): Promise<void> {
    this.kills += 1;
    const killed = this.#product.kill9();
    this.#client = killed.then(() => {
      this.#dying = undefined;
      return this.#product.restart();
    });
    // One that is killed while it starts is nobody's error: whoever waits for it asks for the next.
    this.#client.catch(() => undefined);
    await killed;
  }

  /** To the run that is up, or that comes up after the kill that is under way. */
  client(): Promise<Client> {
    return this.insist((client) => Promise.resolve(client));
  }

  /** Does `work`, again after each kill that came between. It must be harmless to do twice. */
  async insist<T>(work: (client: Client) => Promise<T>): Promise<T> {
    for (;;) {
      const { kills } = this;
      try {
        return await work(await this.#client);
      } catch (error) {
        if (kills === this.kills) throw error;
      }
    }
  }
}
