import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Accepted } from './outcomes.ts';
import type { Limiter } from './limit.ts';
import { refusal } from './signature.ts';
import {
  recipientSeparator,
  type MailStore,
  type OperationStatus,
  type Repetition,
  type StoredMail,
} from './store.ts';

/** How long the service remembers a repeatable request (Azure Communication Services, "Repeatable requests"). */
const tracked = 5 * 60_000;

/** For tests: what goes wrong, and when. Not reachable over HTTP. */
export interface MailFaults {
  /** Before a valid request is accepted, in the order of arrival; an answer stands in for the service's. */
  readonly beforeAccept?: (request: Request) => Promise<Response | undefined> | Response | undefined;
  /** After it was accepted and is on disk. */
  readonly afterAccept?: (request: Request) => Promise<Response | undefined> | Response | undefined;
  /** When an operation is asked for. */
  readonly beforeStatus?: (operationId: string) => Promise<Response | undefined> | Response | undefined;
  /** What becomes of an accepted operation. */
  readonly outcome?: (operationId: string) => OperationStatus;
}

export interface AcsOptions {
  readonly store: MailStore;
  readonly accessKey: string;
  /** The product's clock, in ms. */
  readonly now: () => number;
  /** Real time, in ms. */
  readonly realNow: () => number;
  readonly faults: MailFaults;
  readonly limiter: Limiter;
  /** Whether a mail to these is accepted, and its operation fails then. */
  readonly isDropped: (recipients: readonly string[]) => boolean;
  /** Told of each mail that was accepted and goes out. */
  readonly onAccepted: (mail: Accepted) => void;
}

const address = z.strictObject({
  address: z.string().regex(/^[^\s@]+@[^\s@]+$/, 'is not a mail address'),
  displayName: z.string().optional(),
});

const message = z.looseObject({
  senderAddress: z.string().regex(/^[^\s@]+@[^\s@]+$/, 'is not a mail address'),
  content: z
    .looseObject({
      subject: z
        .string()
        .min(1)
        .regex(/^\P{Cc}*$/u, 'holds control characters'),
      plainText: z.string().optional(),
      html: z.string().optional(),
    })
    .refine(({ plainText, html }) => plainText || html, 'needs plainText or html'),
  recipients: z
    .strictObject({ to: z.array(address), cc: z.array(address), bcc: z.array(address) })
    .partial()
    .refine(({ to = [], cc = [], bcc = [] }) => to.length + cc.length + bcc.length > 0, 'needs a recipient'),
  headers: z.record(z.string(), z.string()).default({}),
});
type Message = z.infer<typeof message>;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The part of Azure Communication Services Email that its SDK talks to, under `/local/acs/`. */
export function createAcs(options: AcsOptions) {
  const { store, accessKey, now, realNow, faults, limiter, isDropped, onAccepted } = options;
  const inFlight = new Set<string>();

  async function send(request: Request): Promise<Response> {
    const body = await request.text();
    const refused = refusal(request, body, accessKey);
    if (refused) return problem(401, 'Denied', refused);
    const requestId = request.headers.get('repeatability-request-id');
    if (requestId === null) return accept(request, body);

    const firstSent = request.headers.get('repeatability-first-sent') ?? '';
    const sentAt = Date.parse(firstSent);
    if (!uuid.test(requestId) || new Date(sentAt).toString() === 'Invalid Date')
      return problem(400, 'BadRequest', 'A repeatability header is not valid.');
    if (Math.abs(realNow() - sentAt) > tracked)
      return problem(412, 'PreconditionFailed', 'Repeatability-First-Sent is not within 5 minutes.');
    const repetition = { requestId, firstSent, bodyHash: createHash('sha256').update(body).digest('base64') };
    const earlier = store.repetition(requestId, realNow() - tracked);
    if (earlier && (earlier.bodyHash !== repetition.bodyHash || earlier.firstSent !== firstSent))
      return problem(400, 'BadRequest', 'This is not a repetition of the first request under this id.');
    if (earlier) return replay(request, earlier);
    if (inFlight.has(requestId)) return problem(409, 'Conflict', 'The first request is still in flight.');
    inFlight.add(requestId);
    try {
      return await accept(request, body, repetition);
    } finally {
      inFlight.delete(requestId);
    }
  }

  async function accept(
    request: Request,
    body: string,
    repeatable?: Pick<Repetition, 'requestId' | 'firstSent' | 'bodyHash'>,
  ): Promise<Response> {
    const fault = await faults.beforeAccept?.(request);
    if (fault) return fault;
    const operationId = request.headers.get('operation-id') ?? randomUUID();
    if (!uuid.test(operationId)) return problem(400, 'BadRequest', 'Operation-Id is not a UUID.');
    const known = store.operation(operationId);
    if (known) return accepted(request, known.id, known.status);

    const parsed = message.safeParse(fromJson(body));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const answer = problemBody('BadRequest', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
      if (repeatable) store.remember({ ...repeatable, status: 400, answer }, realNow());
      return json(400, answer, { 'x-ms-error-code': 'BadRequest' });
    }
    const wait = limiter.take(now());
    if (wait !== undefined) {
      const text = 'Too many mails were sent. Try again later.';
      return problem(429, 'TooManyRequests', text, { 'retry-after': String(wait) });
    }
    const { senderAddress: sender, recipients } = parsed.data;
    const { to = [], cc = [], bcc = [] } = recipients;
    const all = [...to, ...cc, ...bcc].map((one) => one.address);
    const outcome = faults.outcome?.(operationId) ?? (isDropped(all) ? 'Failed' : 'Succeeded');
    const mails = outcome === 'Succeeded' ? [toMail(parsed.data, now())] : [];
    const answer = JSON.stringify({ id: operationId, status: 'Running' });
    store.forget(realNow() - tracked);
    store.accept(
      { id: operationId, status: 'Running', outcome },
      mails,
      repeatable && { ...repeatable, status: 202, answer },
      realNow(),
    );
    if (outcome === 'Succeeded') onAccepted({ operationId, sender, recipients: all, at: now() });
    return (await faults.afterAccept?.(request)) ?? accepted(request, operationId, 'Running');
  }

  function replay(request: Request, { status, answer }: Repetition): Response {
    const { id } = fromJson(answer) as { id?: string };
    return status === 202 && id ? accepted(request, id, 'Running') : json(status, answer);
  }

  async function status(request: Request, id: string): Promise<Response> {
    const refused = refusal(request, '', accessKey);
    if (refused) return problem(401, 'Denied', refused);
    const fault = await faults.beforeStatus?.(id);
    if (fault) return fault;
    const operation = store.operation(id);
    if (!operation) return problem(404, 'NotFound', 'There is no such operation.');
    // Like the service, which takes a moment: Running at first, then how it ended.
    if (operation.status !== operation.outcome) store.finish(id);
    const failed = operation.status === 'Failed';
    const error = failed ? { error: { code: 'EmailDropped', message: 'The mail was dropped.' } } : {};
    const body = JSON.stringify({ id, status: operation.status, ...error });
    return json(200, body, operation.status === 'Running' ? { 'retry-after': '1' } : {});
  }

  return {
    async handle(request: Request): Promise<Response | undefined> {
      const { pathname } = new URL(request.url);
      if (request.method === 'POST' && pathname === '/local/acs/emails:send') return send(request);
      const [, id] = /^\/local\/acs\/emails\/operations\/([^/]+)$/.exec(pathname) ?? [];
      if (request.method === 'GET' && id !== undefined) return status(request, id);
      return undefined;
    },
  };
}

/** One entry for one mail, however many read it. */
function toMail(
  { senderAddress, content, recipients, headers }: Message,
  sentAt: number,
): Omit<StoredMail, 'id'> {
  const { to = [], cc = [], bcc = [] } = recipients;
  return {
    from: senderAddress,
    to: addresses([...to, ...bcc]),
    cc: addresses(cc),
    language: headers['x-caseclock-language'] ?? '',
    subject: content.subject,
    text: content.plainText ?? '',
    html: content.html ?? '',
    caseId: headers['x-caseclock-case'] ?? '',
    kind: headers['x-caseclock-kind'] ?? '',
    sentAt,
  };
}

function addresses(recipients: readonly { readonly address: string }[]): string {
  return recipients.map((one) => one.address).join(recipientSeparator);
}

function accepted(request: Request, id: string, status: OperationStatus): Response {
  const url = new URL(request.url);
  const host = request.headers.get('host') ?? url.host;
  return json(202, JSON.stringify({ id, status }), {
    'operation-location': `${url.protocol}//${host}/local/acs/emails/operations/${id}${url.search}`,
    'retry-after': '1',
  });
}

function problem(status: number, code: string, text: string, headers: Record<string, string> = {}): Response {
  return json(status, problemBody(code, text), { 'x-ms-error-code': code, ...headers });
}

function problemBody(code: string, text: string): string {
  return JSON.stringify({ error: { code, message: text } });
}

function json(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
