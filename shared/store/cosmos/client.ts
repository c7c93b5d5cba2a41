import { CosmosClient, type Container } from '@azure/cosmos';
import type { TokenCredential } from '@azure/identity';
import { StoreUnavailable } from '../errors.ts';
import type { ContainerName, Documents } from './documents.ts';
import { isStaleReplica, statusOf, storeError } from './errors.ts';

export interface CosmosConnection {
  readonly endpoint: string;
  /** The account's key: emulators only. On Azure, key access is off and `credential` is used. */
  readonly key?: string;
  readonly credential?: TokenCredential;
  readonly database: string;
  /** Default true. False for an emulator, whose account document names addresses that needn't be reachable. */
  readonly enableEndpointDiscovery?: boolean;
}

/** Longest wait for one answer, and for one operation with all retries of the SDK (ms). */
const requestTimeout = 10_000;
const operationTimeout = 25_000;

export function openClient({
  endpoint,
  key,
  credential,
  enableEndpointDiscovery = true,
}: CosmosConnection): CosmosClient {
  return new CosmosClient({
    endpoint,
    ...(key === undefined ? {} : { key }),
    ...(credential === undefined ? {} : { aadCredentials: credential }),
    connectionPolicy: {
      enableEndpointDiscovery,
      requestTimeout,
      retryOptions: {
        maxRetryAttemptCount: 5,
        fixedRetryIntervalInMilliseconds: 0,
        maxWaitTimeInSeconds: 10,
      },
    },
  });
}

/** `Documents` over the Azure SDK. */
export function cosmosDocuments(connection: CosmosConnection): Documents {
  const client = openClient(connection);
  const database = client.database(connection.database);
  const container = (name: ContainerName): Container => database.container(name);
  const timely = () => ({ abortSignal: AbortSignal.timeout(operationTimeout) });
  const onlyIf = (etag: string) => ({ ...timely(), accessCondition: { type: 'IfMatch', condition: etag } });

  return {
    async read<T>({ container: name, partition, id }: Parameters<Documents['read']>[0]) {
      const response = await attempt('read', () =>
        container(name).item(id, partition).read<{ readonly id: string }>(timely()),
      );
      if (isStaleReplica(response))
        throw new StoreUnavailable('the replica has not caught up with this session');
      const { resource, etag } = response;
      return resource ? { document: resource as T, etag } : undefined;
    },
    create: ({ container: name, id }, document) =>
      attempt(
        'write',
        async () => {
          const { etag } = await container(name).items.create({ ...document, id }, timely());
          return etag;
        },
        [409],
      ),
    replace: ({ container: name, partition, id }, document, etag) =>
      attempt(
        'write',
        async () => {
          const item = container(name).item(id, partition);
          const response = await item.replace({ ...document, id }, onlyIf(etag));
          return response.etag;
        },
        [404, 412],
      ),
    async remove({ container: name, partition, id }, etag) {
      const removed = await attempt(
        'write',
        () => container(name).item(id, partition).delete(onlyIf(etag)),
        [404, 412],
      );
      return removed !== undefined;
    },
    async *query<T>({
      container: name,
      partition,
      text,
      parameters = {},
      limit,
    }: Parameters<Documents['query']>[0]) {
      const iterator = container(name).items.query<T>(
        {
          query: text,
          parameters: Object.entries(parameters).map(([key, value]) => ({ name: `@${key}`, value })),
        },
        {
          ...(partition === undefined ? {} : { partitionKey: partition }),
          ...(limit === undefined ? {} : { ...timely(), maxItemCount: limit }),
        },
      );
      for (let left = limit ?? Infinity; left > 0 && iterator.hasMoreResults();) {
        const { resources } = await attempt('read', () => iterator.fetchNext());
        const page = resources.slice(0, left);
        left -= page.length;
        yield* page;
      }
    },
    async ping() {
      try {
        await container('streams').read(timely());
      } catch (error) {
        throw new StoreUnavailable(`Cosmos DB does not answer (${statusOf(error) ?? 'no status'})`, {
          cause: error,
        });
      }
    },
    close: () => client.dispose(),
  };
}

async function attempt<T>(operation: 'read', request: () => Promise<T>): Promise<T>;
async function attempt<T>(
  operation: 'write',
  request: () => Promise<T>,
  refusals: readonly number[],
): Promise<T | undefined>;
/** Runs a request. A status among `refusals` is an answer (`undefined`), not an error. */
async function attempt<T>(
  operation: 'read' | 'write',
  request: () => Promise<T>,
  refusals: readonly (number | string)[] = [],
): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && refusals.includes(status)) {
      if (error instanceof Error && isStaleReplica(error)) throw storeError(error, operation);
      return undefined;
    }
    throw storeError(error, operation);
  }
}
