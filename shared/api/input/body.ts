import { nextTurn } from '../../turns.ts';
import { Problem } from './problem.ts';
import { judgeShape } from './shape.ts';

/** The largest body of an operation that says nothing else, in bytes. */
export const usualBody = 256 * 1024;

/** Parsing more than that is worth a turn of its own. */
const smallBody = 32 * 1024;

interface Body {
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** How much a body may hold: bytes, and values as `judgeShape` counts them. */
export interface BodyLimits {
  readonly largest?: number | undefined;
  readonly values?: number | undefined;
}

/** The JSON body of a request: 415 for another type, 413 over `largest` bytes, 400 when it is no JSON, or of a shape that `judgeShape` refuses. */
export async function readJson(request: Body, limits: BodyLimits = {}): Promise<unknown> {
  return (await readSigned(request, limits)).json;
}

/** The same, with the text as it came: what a signature is about. `allowed` decides before it is parsed. */
export async function readSigned(
  request: Body,
  { largest = usualBody, values }: BodyLimits = {},
  allowed: (text: string) => void = () => undefined,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) {
    throw new Problem(415, 'body.notJson', 'Send JSON with the header `Content-Type: application/json`.');
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const bytes = await readBytes(request, largest);
    const text = decoder.decode(bytes);
    allowed(text);
    const json = parsed(text, values);
    if (bytes.byteLength > smallBody) await nextTurn();
    return { text, json };
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    const why = cause instanceof SyntaxError ? cause.message : 'it is not UTF-8';
    throw new Problem(400, 'body.malformed', `The body is not JSON: ${why}.`, {}, { cause });
  }
}

function parsed(text: string, values: number | undefined): unknown {
  judgeShape(text, values);
  return JSON.parse(text);
}

async function readBytes(request: Body, largest: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new Problem(413, 'body.tooLarge', `The body is larger than ${sizeText(largest)}: send less.`);
  if (Number(request.headers.get('content-length') ?? 0) > largest) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > largest) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `256 KB`, `1 MB`. */
export function sizeText(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes} KB` : `${kilobytes / 1024} MB`;
}
