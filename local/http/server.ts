import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, Incoming } from './incoming.ts';
import { problem } from './problem.ts';

/** What a handler answers. A fetch `Response` is one. */
export interface Answer {
  status: number;
  headers: Iterable<readonly [string, string]>;
  body: ReadableStream<Uint8Array> | string | null;
}

export type Handler = (incoming: Incoming) => Promise<Answer>;

/** An answer with a text; it costs less than a fetch `Response`. */
export const answer = (
  status: number,
  body: string | null = null,
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers: Object.entries(headers),
  body,
});

export interface LoopbackServer {
  port: number;
  /** Ends when the requests in flight are answered, or at the latest after `grace` ms. */
  close(grace: number): Promise<void>;
}

export interface ServerLimits {
  /** How long the headers, and the whole of a request, may take to come in, in ms. */
  readonly headers: number;
  readonly request: number;
}

const usualLimits: ServerLimits = { headers: 10_000, request: 30_000 };

/** The longest first line of a request, as on the Functions host: method, target and version, in bytes. */
const longestLine = 8192;
const restOfLine = ' '.length + ' HTTP/1.1\r\n'.length;

/** Listens on 127.0.0.1 only. Port 0 takes a free one. */
export async function listen(
  port: number,
  handler: Handler,
  onError: (error: unknown) => void,
  limits = usualLimits,
): Promise<LoopbackServer> {
  const timeouts = {
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    connectionsCheckingInterval: Math.min(1000, limits.headers),
    keepAliveTimeout: 65_000,
  };
  const server = createServer(timeouts, (message, reply) => {
    const host = message.headers.host ?? '';
    // A page on another host must not reach a loopback server through a name that it made point here.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host) || !message.url?.startsWith('/')) {
      reply.writeHead(403).end();
      return;
    }
    if ((message.method ?? '').length + message.url.length + restOfLine > longestLine) {
      reply.writeHead(414).end();
      return;
    }
    handler(new Incoming(message))
      .catch((error: unknown) => {
        if (error instanceof BodyTooLarge) return problem(413, 'The body is too large');
        throw error;
      })
      .then(async (result) => {
        if (!message.complete) {
          await leftOver(message);
          reply.setHeader('connection', 'close');
        }
        await send(reply, result);
      })
      .catch((error: unknown) => {
        if (message.errored) return;
        onError(error);
        if (reply.headersSent) reply.destroy();
        else reply.writeHead(500).end();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return { port: (server.address() as AddressInfo).port, close: (grace) => close(server, grace) };
}

/** How long the rest of a body that nobody wants is taken in, in ms. */
const linger = 1000;

/**
 * Takes in what is left of a body, for a while: who is still sending would not get the answer, and it would stand in
 * the way of the connection's next request.
 */
async function leftOver(message: IncomingMessage): Promise<void> {
  message.removeAllListeners('readable');
  message.resume();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, linger);
    message.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function close(server: Server, grace: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), grace);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}

async function send(reply: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  const cookies: string[] = [];
  for (const [name, value] of headers) {
    if (name === 'set-cookie') cookies.push(value);
    else reply.setHeader(name, value);
  }
  if (cookies.length > 0) reply.setHeader('set-cookie', cookies);
  reply.statusCode = status;
  if (body === null || typeof body === 'string') reply.end(body ?? undefined);
  else await stream(reply, body);
}

async function stream(reply: ServerResponse, body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
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
