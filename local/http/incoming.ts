import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';

const smallBody = 65_536;

/** A body is larger than what reads it takes. */
export class BodyTooLarge extends Error {}

/** A request as it came in; it becomes a fetch `Request` only where one is wanted. */
export class Incoming {
  readonly method: string;
  /** The path as it was sent, still encoded, without the query. */
  readonly path: string;
  readonly #message: IncomingMessage;
  #url: URL | undefined;
  #waitFor: <T>(wait: Promise<T>) => Promise<T> = (wait) => wait;

  constructor(message: IncomingMessage) {
    this.#message = message;
    this.method = message.method ?? 'GET';
    this.path = message.url?.split('?', 1)[0] ?? '/';
  }

  get url(): URL {
    return (this.#url ??= new URL(this.#address));
  }

  get #address(): string {
    return `http://${this.#message.headers.host ?? ''}${this.#message.url ?? '/'}`;
  }

  header(name: string): string | undefined {
    const value = this.#message.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Hands every wait for the sender to `waitFor`, called where the body is read. */
  watchWaits(waitFor: <T>(wait: Promise<T>) => Promise<T>): void {
    const here = AsyncLocalStorage.snapshot();
    this.#waitFor = (wait) => here(waitFor, wait);
  }

  /** The body as text. @throws BodyTooLarge over `most` bytes. */
  async text(most: number): Promise<string> {
    return (await this.bytes(most)).toString();
  }

  /** The whole body. @throws BodyTooLarge over `most` bytes. */
  async bytes(most: number): Promise<Buffer> {
    if (Number(this.header('content-length') ?? 0) > most) throw new BodyTooLarge();
    return this.#waitFor(this.#read(most));
  }

  /** As a fetch `Request` to `address`, whose body streams. */
  async request(address = this.#address): Promise<Request> {
    const length = Number(this.header('content-length') ?? Number.NaN);
    const init: RequestInit & { duplex?: 'half' } = { method: this.method, headers: this.#headers() };
    if (this.method === 'GET' || this.method === 'HEAD' || length === 0) return new Request(address, init);
    if (length <= smallBody) {
      // Nobody can tell a short body that came whole from one that streams, and it costs far less.
      init.body = new Uint8Array(await this.bytes(smallBody));
    } else if (Number.isFinite(length) || this.header('transfer-encoding') !== undefined) {
      init.body = this.#stream();
      init.duplex = 'half';
    }
    return new Request(address, init);
  }

  /** As a fetch `Request` with the whole body. @throws BodyTooLarge over `most` bytes. */
  async wholeRequest(most: number): Promise<Request> {
    const init: RequestInit = { method: this.method, headers: this.#headers() };
    if (this.method !== 'GET' && this.method !== 'HEAD') init.body = new Uint8Array(await this.bytes(most));
    return new Request(this.#address, init);
  }

  #headers(): Headers {
    const headers = new Headers();
    const raw = this.#message.rawHeaders;
    for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
    return headers;
  }

  #stream(): ReadableStream<Uint8Array> {
    const parts = this.#message.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const next = await this.#waitFor(parts.next());
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
    });
  }

  #read(most: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let size = 0;
      this.#message.on('data', (part: Buffer) => {
        size += part.byteLength;
        if (size <= most) parts.push(part);
        else reject(new BodyTooLarge());
      });
      this.#message.on('end', () => resolve(Buffer.concat(parts)));
      this.#message.on('error', reject);
    });
  }
}
