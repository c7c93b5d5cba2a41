import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openMailService, type OutgoingMail } from '../../../shared/mail/index.ts';
import type { Mailbox } from '../index.ts';

/** What a fault answers to have the connection cut without an answer. */
export const cut = () => Response.error();

/**
 * A server for one mailbox on a free port of this machine, and the settings that lead to it. `rest` answers what
 * the mailbox leaves to the local runtime.
 */
export async function serve(
  mailbox: Mailbox,
  accessKey: string,
  rest: (request: Request) => Promise<Response> | Response = () => new Response('', { status: 404 }),
) {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const url = `http://${incoming.headers.host ?? ''}${incoming.url ?? ''}`;
    requests.push(`${incoming.method ?? ''} ${new URL(url).pathname}`);
    const answer = async () => {
      const body = incoming.method === 'POST' ? await buffer(incoming) : null;
      const headers = new Headers(incoming.headers as Record<string, string>);
      const request = new Request(url, { method: incoming.method ?? 'GET', headers, body });
      const response = (await mailbox.handle(request)) ?? (await rest(request));
      if (response.type === 'error') return outgoing.destroy();
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      return response.body ? Readable.fromWeb(response.body as never).pipe(outgoing) : outgoing.end();
    };
    answer().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    requests,
    settings: {
      ACS_CONNECTION_STRING: `endpoint=${origin}/local/acs/;accesskey=${accessKey}`,
      MAIL_FROM: 'support@caseclock.example',
      OPERATIONS_MAIL_TO: 'operations@caseclock.example',
    },
    async mails(): Promise<Record<string, string>[]> {
      const answer = await fetch(`${origin}/local/mail`);
      return (await answer.json()) as Record<string, string>[];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      mailbox.close();
    },
  };
}

/** Sends one mail through the ACS SDK, outside of any case. */
export async function send(settings: Record<string, string>, mail: OutgoingMail): Promise<void> {
  const ids = {
    operationId: randomUUID(),
    repeatabilityId: randomUUID(),
    firstSentAt: new Date().toISOString(),
  };
  await openMailService(settings).send(mail, ids, new AbortController().signal);
}
