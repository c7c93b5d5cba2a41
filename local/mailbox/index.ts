import { toInstant } from '../../shared/calendar/instant.ts';
import { createAcs, type MailFaults } from './acs.ts';
import { problem } from '../http/problem.ts';
import { asset } from './assets.ts';
import { takeMessage } from './channel.ts';
import { Limiter, limitSchema } from './limit.ts';
import { Outcomes, outcomeSchema, outcomeStatuses, type Accepted } from './outcomes.ts';
import { preview } from './preview.ts';
import { openMailStore, type StoredMail } from './store.ts';

export type { MailFaults } from './acs.ts';

export interface MailboxOptions {
  /** The SQLite file. */
  readonly path: string;
  /** Base64, as in the connection string. */
  readonly accessKey: string;
  /** The product's clock, in ms: what `sentAt` shows. */
  readonly now: () => number;
  /** Real time, in ms, which the mail service works in whatever the product's clock says. */
  readonly realNow?: () => number;
  readonly faults?: MailFaults;
  /** Of the product: what its mails look like. */
  readonly settings?: NodeJS.ProcessEnv;
  /** Brings delivery reports to the product, as Event Grid does. */
  readonly report?: (events: readonly object[]) => Promise<void>;
}

export interface Mailbox {
  /** Answers what belongs to the mailbox, and undefined for any other request. */
  handle(request: Request): Promise<Response | undefined>;
  /** False while a mail is being taken in. */
  settled(): boolean;
  close(): void;
}

/** Stands in for Azure Communication Services Email on one machine, and shows what was sent. */
export function createMailbox(options: MailboxOptions): Mailbox {
  const { now, accessKey, realNow = () => Date.now(), faults = {}, settings = {}, report } = options;
  const store = openMailStore(options.path);
  let open = 0;
  const limiter = new Limiter();
  const outcomes = new Outcomes();
  const onAccepted = (mail: Accepted) => {
    const events = outcomes.eventsOf(mail);
    if (events.length === 0 || !report) return;
    open += 1;
    void report(events).finally(() => (open -= 1));
  };
  const isDropped = (recipients: readonly string[]) => outcomes.drops(recipients);
  const acs = createAcs({ store, accessKey, now, realNow, faults, limiter, isDropped, onAccepted });
  function read(request: Request): Response | undefined {
    const url = new URL(request.url);
    if (url.pathname === '/local/mail/limit') return Response.json(limiter.limit);
    if (url.pathname === '/local/mail/outcomes') return Response.json(outcomes.all);
    if (url.pathname === '/local/mail') return list(request, url.searchParams);
    const [, id] = /^\/local\/mail\/(\d+)\/html$/.exec(url.pathname) ?? [];
    if (id !== undefined) return html(store.mail(Number(id)));
    return preview(url, settings) ?? asset(url.pathname);
  }

  function list(request: Request, query: URLSearchParams): Response {
    const etag = `"${store.last()}"`;
    const headers = { etag, 'cache-control': 'no-cache' };
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
    const text = (name: string) => query.get(name) || undefined;
    const mails = store.mails({ to: text('to'), caseId: text('caseId'), kind: text('kind') });
    return Response.json(
      mails.map(({ cc, ...mail }) => ({ ...mail, ...(cc ? { cc } : {}), sentAt: toInstant(mail.sentAt) })),
      { headers },
    );
  }

  async function setLimit(request: Request): Promise<Response> {
    const limit = limitSchema.safeParse(await request.json().catch(() => undefined));
    if (!limit.success)
      return problem(
        400,
        'Not a limit',
        'Give perMinute and perHour as whole numbers from 1, or {} for none.',
      );
    limiter.set(limit.data);
    return Response.json(limiter.limit);
  }

  async function setOutcome(request: Request): Promise<Response> {
    const outcome = outcomeSchema.safeParse(await request.json().catch(() => undefined));
    if (!outcome.success)
      return problem(
        400,
        'Not an outcome',
        `Give an address (or *) and a status, one of ${outcomeStatuses.join(', ')}; without a status nothing is reported of it any more.`,
      );
    outcomes.set(outcome.data);
    return Response.json(outcomes.all);
  }

  return {
    async handle(request) {
      open += 1;
      try {
        if (request.method === 'GET' || request.method === 'HEAD') {
          const answer = read(request);
          if (answer) return answer;
        }
        if (request.method === 'POST' && new URL(request.url).pathname === '/local/mail/limit')
          return await setLimit(request);
        if (request.method === 'POST' && new URL(request.url).pathname === '/local/mail/outcomes')
          return await setOutcome(request);
        const [, channel] = /^\/local\/channels\/([a-z]{1,20})$/.exec(new URL(request.url).pathname) ?? [];
        if (request.method === 'POST' && channel !== undefined)
          return await takeMessage(request, channel, store, now());
        return await acs.handle(request);
      } finally {
        open -= 1;
      }
    },
    settled: () => open === 0,
    close: () => store.close(),
  };
}

/** A mail's own HTML, for a frame: it may style itself and do nothing else. */
function html(mail: StoredMail | undefined): Response {
  if (!mail) return new Response('No such mail.', { status: 404 });
  return new Response(mail.html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}
