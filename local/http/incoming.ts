import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

const smallBody = 65_536;

/** A request as it came in; it becomes a fetch `Request` only where one is wanted. */
export class Incoming {
  readonly method: string;
  /** The path as it was sent, still encoded, without the query. */
  readonly path: string;
  readonly #message: IncomingMessage;
  #url: URL | undefined;

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

  async text(): Promise<string> {
    return (await this.#bytes()).toString();
  }

  async request(): Promise<Request> {
    const headers = new Headers();
    const raw = this.#message.rawHeaders;
    for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
    const init: RequestInit & { duplex?: 'half' } = { method: this.method, headers };
    const length = Number(this.header('content-length') ?? Number.NaN);
    if (this.method === 'GET' || this.method === 'HEAD' || length === 0)
      return new Request(this.#address, init);
    if (length <= smallBody) {
      // Nobody can tell a short body that came whole from one that streams, and it costs far less.
      init.body = new Uint8Array(await this.#bytes());
    } else if (Number.isFinite(length) || headers.has('transfer-encoding')) {
      init.body = Readable.toWeb(this.#message) as ReadableStream<Uint8Array>;
      init.duplex = 'half';
    }
    return new Request(this.#address, init);
  }

  #bytes(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      this.#message.on('data', (part: Buffer) => parts.push(part));
      this.#message.on('end', () => resolve(Buffer.concat(parts)));
      this.#message.on('error', reject);
    });
  }
}
