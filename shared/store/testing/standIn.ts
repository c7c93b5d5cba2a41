import type { Server } from 'node:http';
import { createHttpServer } from '@vercel/cosmosdb-server';
import type { CosmosConnection } from '../cosmos/client.ts';
import { ensureContainers } from '../cosmos/containers.ts';

export interface StandIn {
  readonly server: Server;
  /** A connection to a database of that name, whose containers exist. */
  connect(database: string): Promise<CosmosConnection>;
  close(): Promise<void>;
}

/** A Cosmos-compatible server in this process, on a free port of the loopback interface. */
export async function startStandIn(): Promise<StandIn> {
  const server = createHttpServer({ keepAlive: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    server,
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
}
