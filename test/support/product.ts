import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build, root } from './build.ts';
import { Client } from './client.ts';
import { remoteClient, remoteUrl } from './remote.ts';

export interface ProductOptions {
  /** Where the virtual clock starts; it stands still until told. Null: time is real. */
  readonly now?: string | null;
  /** Settings, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What it prints: only warnings unless told otherwise. */
  readonly prints?: readonly ('--quiet' | '--verbose')[];
  /** Puts into its data folder what is there before it starts. */
  readonly fill?: (data: string) => Promise<void>;
  /** Another folder of a function app than the one that is built here. */
  readonly app?: string;
}

/** 2026-11-20 is a Friday: the start of the hand-worked examples. */
export const start = '2026-11-20T08:00:00Z';

const mostPrinted = 100_000;

/** The compiled product in a process of its own, on a data folder of its own. */
export class Product {
  readonly data: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #arguments: readonly string[];
  #printed = '';
  #running: { readonly child: ChildProcess; readonly ended: Promise<unknown> } | undefined;
  #client: Client | undefined;

  private constructor(data: string, { settings = {}, prints = ['--quiet'], app }: ProductOptions) {
    this.data = data;
    this.#settings = settings;
    this.#arguments = [...prints, ...(app === undefined ? [] : ['--app', app])];
  }

  static async start(options: ProductOptions = {}): Promise<Product> {
    if (remoteUrl !== undefined) return Product.#remote();
    build();
    const data = await mkdtemp(join(tmpdir(), 'caseclock-test-'));
    await options.fill?.(data);
    const product = new Product(data, options);
    await product.restart(options.now === null ? undefined : (options.now ?? start));
    return product;
  }

  /** The deployment that is tested: nothing is started, and nothing ends. */
  static #remote(): Product {
    const product = new Product('', {});
    product.#client = remoteClient();
    return product;
  }

  /** To the run that is going on; another one after each restart. */
  get client(): Client {
    if (!this.#client) throw new Error('the product is not running');
    return this.#client;
  }

  /** What it has printed last, in all its runs; all of it once it has been stopped. */
  get printed(): string {
    return this.#printed;
  }

  /** Starts it again on the same data. `now`: where the clock stands at the least; `folder`: of another release. */
  async restart(now?: string, folder = root): Promise<Client> {
    if (this.data === '') throw new Error('what is tested by its address is not started again');
    const child = spawn(
      process.execPath,
      [
        ...['dist/local/main.js', '--port', '0', '--data', this.data, ...this.#arguments],
        ...(now === undefined ? [] : ['--now', now]),
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.#settings } },
    );
    for (const stream of [child.stdout, child.stderr])
      stream.on(
        'data',
        (part: Buffer) => (this.#printed = `${this.#printed}${part.toString()}`.slice(-mostPrinted)),
      );
    const ended = new Promise((done) => child.once('exit', done));
    this.#running = { child, ended };
    const client = new Client(await readAddress(child, ended));
    // One that was ended just when it had come up is nobody's client.
    if (this.#running.child !== child) throw new Error('the product was ended as it came up');
    this.#client = client;
    return client;
  }

  /** Where the task hub's own API stands, for who has the key of the data folder. */
  async taskHub(): Promise<string> {
    const secrets = JSON.parse(await readFile(join(this.data, 'secrets.json'), 'utf8')) as {
      durableKey: string;
    };
    return `/durabletask/${secrets.durableKey}`;
  }

  /** What `kill -9` does; resolves once the process is gone. */
  kill9(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** As a person stops it. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#client = undefined;
    running?.child.kill(signal);
    await running?.ended;
  }

  /** Ends it and removes its data. */
  async dispose(): Promise<void> {
    await this.kill9();
    if (this.data !== '') await rm(this.data, { recursive: true, force: true });
  }
}

async function readAddress(child: ChildProcess, ended: Promise<unknown>): Promise<string> {
  let printed = '';
  const address = new Promise<string>((found) => {
    const read = (part: Buffer) => {
      printed = `${printed}${part.toString()}`.slice(-20_000);
      const [, origin] = /^Caseclock is running at (\S+)/m.exec(printed) ?? [];
      if (origin !== undefined) found(origin);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', (part: Buffer) => {
      if (process.env['TEST_SHOW_LOGS']) process.stderr.write(part);
      read(part);
    });
  });
  return Promise.race([
    address,
    ended.then(() => Promise.reject(new Error(`The product did not come up: ${printed}`))),
  ]);
}
