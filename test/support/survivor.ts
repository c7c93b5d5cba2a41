import type { Client } from './client.ts';
import type { Product } from './product.ts';

/** Lets callers go on through restarts of a product, as a client does that repeats what had no answer. */
export class Survivor {
  readonly #product: Product;
  #client: Promise<Client>;
  kills = 0;

  constructor(product: Product) {
    this.#product = product;
    this.#client = Promise.resolve(product.client);
  }

  /** `kill -9` and a start on the same data. */
  async killAndRestart(): Promise<void> {
    this.kills += 1;
    this.#client = this.#product.kill9().then(() => this.#product.restart());
    await this.#client;
  }

  /** Does `work`, again after each restart that cut it off. It must be harmless to do twice. */
  async insist<T>(work: (client: Client) => Promise<T>): Promise<T> {
    for (;;) {
      const kills = this.kills;
      try {
        return await work(await this.#client);
      } catch (error) {
        if (kills === this.kills || !isCutOff(error)) throw error;
      }
    }
  }
}

/** Whether the connection broke, as opposed to an answer that is wrong: `fetch` throws a TypeError for that. */
const isCutOff = (error: unknown): boolean => error instanceof TypeError;
