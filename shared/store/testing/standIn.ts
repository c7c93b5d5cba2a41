import type { IncomingMessage, RequestListener } from 'node:http';
import { createHttpServer } from '@vercel/cosmosdb-server';
import type { CosmosConnection } from '../cosmos/client.ts';
import { ensureContainers } from '../cosmos/containers.ts';

/**
 * What becomes of a request: its answer is lost after it was done (`loseAnswer`), it is never answered (`hang`),
 * it is refused with a status, or nothing unusual happens.
 */
export type Fault = 'loseAnswer' | 'hang' | { readonly status: number; readonly retryAfterMs?: number };

export interface StandIn {
  /** Asked for each request while it is set. */
  fault: ((request: IncomingMessage) => Fault | undefined) | undefined;
  /** What its clock shows beside ours (ms). */
  clockOffset: number;
  /** A connection to a database of that name, whose containers exist. */
  connect(database: string): Promise<CosmosConnection & { readonly key: string }>;
  close(): Promise<void>;
}

/** A Cosmos-compatible server in this process, on a free port of the loopback interface. */
export async function startStandIn(): Promise<StandIn> {
  const server = createHttpServer({ keepAlive: true });
  const [handle] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    response.setHeader('date', new Date(Date.now() + standIn.clockOffset).toUTCString());
    const fault = standIn.fault?.(request);
    if (fault === 'hang') return;
    if (fault === 'loseAnswer') {
      response.end = () => {
        request.socket.destroy();
        return response;
      };
    } else if (fault) {
      response.statusCode = fault.status;
      if (fault.retryAfterMs !== undefined) response.setHeader('x-ms-retry-after-ms', fault.retryAfterMs);
      response.end(JSON.stringify({ message: 'refused by the test' }));
      return;
    }
    handle?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  const endpoint = `http://127.0.0.1:${address.port}`;

  const standIn: StandIn = {
    fault: undefined,
    clockOffset: 0,
    async connect(database) {
      // The stand-in checks no signature: any key will do.
      const connection = { endpoint, key: 'c3RhbmQtaW4=', database, enableEndpointDiscovery: false };
      await ensureContainers(connection);
      return connection;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}
