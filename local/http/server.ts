import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** What a handler answers: a fetch `Response`, or an `HttpResponse` of `@azure/functions`. */
export interface Answer {
  status: number;
  headers: Headers;
  body: ReadableStream<Uint8Array> | null;
  cookies?: readonly string[];
}

export type Handler = (request: Request, path: string) => Promise<Answer>;

export interface LoopbackServer {
  port: number;
  /** Ends when the requests in flight are answered, or at the latest after `grace` ms. */
  close(grace: number): Promise<void>;
}

const smallBody = 65_536;

/** Listens on 127.0.0.1 only. Port 0 takes a free one. */
export async function listen(
  port: number,
  handler: Handler,
  onError: (error: unknown) => void,
): Promise<LoopbackServer> {
  const server = createServer((message, reply) => {
    serve(message, reply, handler).catch((error: unknown) => {
      onError(error);
      if (reply.headersSent) reply.destroy();
      else reply.writeHead(500).end();
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return { port: (server.address() as AddressInfo).port, close: (grace) => close(server, grace) };
}

async function close(server: Server, grace: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}

async function serve(message: IncomingMessage, reply: ServerResponse, handler: Handler): Promise<void> {
  const target = message.url ?? '/';
  const host = message.headers.host ?? '';
  // A page on another host must not reach a loopback server through a name that it made point here.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host) || !target.startsWith('/')) {
    reply.writeHead(403).end();
    return;
  }
  const request = await toRequest(message, `http://${host}${target}`);
  const path = target.split('?', 1)[0] ?? '/';
  await send(reply, await handler(request, path));
}

async function toRequest(message: IncomingMessage, url: string): Promise<Request> {
  const headers = new Headers();
  const raw = message.rawHeaders;
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  const method = message.method ?? 'GET';
  const init: RequestInit & { duplex?: 'half' } = { method, headers };
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (method === 'GET' || method === 'HEAD' || length === 0) return new Request(url, init);
  if (length <= smallBody) {
    init.body = await readAll(message);
  } else if (Number.isFinite(length) || headers.has('transfer-encoding')) {
    init.body = Readable.toWeb(message) as ReadableStream<Uint8Array>;
    init.duplex = 'half';
  }
  return new Request(url, init);
}

function readAll(message: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    message.on('data', (part: Buffer) => parts.push(part));
    message.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
    message.on('error', reject);
  });
}

async function send(reply: ServerResponse, answer: Answer): Promise<void> {
  const cookies = [...answer.headers.getSetCookie(), ...(answer.cookies ?? [])];
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.setHeader(name, value);
  if (cookies.length > 0) reply.setHeader('set-cookie', cookies);
  reply.statusCode = answer.status;
  if (!answer.body) {
    reply.end();
    return;
  }
  const reader = answer.body.getReader();
  reply.once('close', () => {
    if (!reply.writableFinished) reader.cancel().catch(() => undefined);
  });
  const first = await reader.read();
  // Most bodies are one chunk: then it goes out whole, with its length. A stream that pauses is sent as it comes.
  const second = reader.read();
  const soon = first.done ? undefined : await Promise.race([second, nextRound()]);
  if (first.done || soon?.done) {
    reply.end(first.value);
    return;
  }
  await write(reply, first.value);
  for (let part = await second; !part.done; part = await reader.read()) await write(reply, part.value);
  reply.end();
}

const nextRound = () => new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));

async function write(reply: ServerResponse, part: Uint8Array): Promise<void> {
  if (reply.destroyed || reply.write(part)) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      reply.off('drain', go).off('close', go);
      resolve();
    };
    reply.once('drain', go).once('close', go);
  });
}
