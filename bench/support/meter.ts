/** What stands between the product and a Cosmos-compatible server, and counts the request units of what passes. */
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { kilobytes, units } from '../../infra/cost/requestUnits.ts';

export interface Meter {
  readonly endpoint: string;
  /** Of all that has passed. */
  units(): number;
  close(): void;
}

/** By Microsoft's table (`infra/cost/requestUnits.ts`); what asks for no document counts nothing. */
export async function startMeter(endpoint: string): Promise<Meter> {
  let sum = 0;
  const server: Server = createServer((incoming, answer) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const sent = Buffer.concat(parts);
      const { method, url, headers } = incoming;
      const onward = request(new URL(url ?? '/', endpoint), { method, headers }, (came) => {
        let received = 0;
        answer.writeHead(came.statusCode ?? 500, came.headers);
        came.on('data', (part: Buffer) => (received += part.length));
        came.on('end', () => (sum += unitsOf(incoming, sent.length, received)));
        came.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      onward.end(sent);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    units: () => sum,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function unitsOf({ method, url = '', headers }: IncomingMessage, sent: number, received: number): number {
  if (!/\/docs(\/|$)/.test(new URL(url, 'http://any').pathname)) return 0;
  if (headers['x-ms-cosmos-is-query-plan-request'] !== undefined) return 0;
  if (method === 'GET') return units.read * kilobytes(received);
  if (headers['x-ms-documentdb-isquery'] !== undefined) return units.query + received / 1024;
  return units.write * kilobytes(sent);
}
