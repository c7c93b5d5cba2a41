import { CosmosClient, type Container } from '@azure/cosmos';
import type { TokenCredential } from '@azure/identity';
import { systemClock } from '../../clock.ts';
import { StoreUnavailable } from '../errors.ts';
import { clockOffsetBy } from './clockOffset.ts';
import { inTime } from './deadline.ts';
import type { Address, ContainerName, Documents, Query } from './documents.ts';
import { isStaleReplica, statusOf, storeError } from './errors.ts';

export interface CosmosConnection {
  readonly endpoint: string;
  /** The account's key: emulators only. On Azure, key access is off and `credential` is used. */
  readonly key?: string;
  readonly credential?: TokenCredential;
  readonly database: string;
  /** Default true. False for an emulator, whose account document names addresses that needn't be reachable. */
  readonly enableEndpointDiscovery?: boolean;
  /** Longest wait for one operation, or one page of a query, with all retries of the SDK (ms). Default 25 s. */
  readonly operationTimeout?: number;
}

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
      requestTimeout: 10_000,
      retryOptions: {
        maxRetryAttemptCount: 5,
        fixedRetryIntervalInMilliseconds: 0,
        maxWaitTimeInSeconds: 10,
      },
    },
  });
}

/** The `Date` of an answer of the SDK. */
function dateOf(answer: unknown): string | undefined {
  const headers = typeof answer === 'object' && answer !== null && 'headers' in answer ? answer.headers : {};
  const entries = Object.entries(headers as Readonly<Record<string, unknown>>);
  const [, date] = entries.find(([name]) => name.toLowerCase() === 'date') ?? [];
  return typeof date === 'string' ? date : undefined;
}

/** `Documents` over the Azure SDK. */
export function cosmosDocuments(connection: CosmosConnection): Documents {
  const { operationTimeout = 25_000 } = connection;
  const client = openClient(connection);
  const database = client.database(connection.database);
  const container = (name: ContainerName): Container => database.container(name);
  const itemAt = ({ container: name, partition, id }: Address) => container(name).item(id, partition);

  let offset = 0;
  /** Within `operationTimeout`. Looks at the service's clock by the way. */
  async function timed<T>(request: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    const sent = systemClock.now();
    const answer = await inTime(operationTimeout, request);
    const date = dateOf(answer);
    if (date !== undefined) offset = clockOffsetBy({ sent, received: systemClock.now(), date }) ?? offset;
    return answer;
  }

  async function read<T>(request: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await timed(request);
    } catch (error) {
      throw storeError(error, 'read');
    }
  }

  /** `undefined` when the service answers with one of the statuses in `refusals`. */
  async function write<T>(
    refusals: readonly number[],
    request: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await timed(request);
    } catch (error) {
      const status = statusOf(error);
      const refused = typeof status === 'number' && refusals.includes(status);
      if (refused && !(error instanceof Error && isStaleReplica(error))) return undefined;
      throw storeError(error, 'write');
    }
  }

  const onlyIf = (etag: string) => ({ accessCondition: { type: 'IfMatch', condition: etag } });

  return {
    async read<T>(address: Address) {
      const response = await read((abortSignal) =>
        itemAt(address).read<{ readonly id: string }>({ abortSignal }),
      );
      if (isStaleReplica(response)) {
        throw new StoreUnavailable('the replica has not caught up with this session');
      }
      const { resource, etag } = response;
      return resource ? { document: resource as T, etag } : undefined;
    },
    create: (address, document) =>
      write([409], async (abortSignal) => {
        const { items } = container(address.container);
        return items.create({ ...document, id: address.id }, { abortSignal });
      }).then((created) => created?.etag),
    replace: (address, document, etag) =>
      write([404, 412], async (abortSignal) => {
        const item = itemAt(address);
        return item.replace({ ...document, id: address.id }, { abortSignal, ...onlyIf(etag) });
      }).then((replaced) => replaced?.etag),
    async remove(address, etag) {
      const removed = await write([404, 412], (abortSignal) =>
        itemAt(address).delete({ abortSignal, ...onlyIf(etag) }),
      );
      return removed !== undefined;
    },
    async *query<T>({ container: name, partition, text, parameters = {}, limit, pageSize = limit }: Query) {
      const iterator = container(name).items.query<T>(
        {
          query: text,
          parameters: Object.entries(parameters).map(([key, value]) => ({ name: `@${key}`, value })),
        },
        {
          ...(partition === undefined ? {} : { partitionKey: partition }),
          ...(pageSize === undefined ? {} : { maxItemCount: pageSize }),
        },
      );
      for (let left = limit ?? Infinity; left > 0 && iterator.hasMoreResults();) {
        const { resources } = await read(() => iterator.fetchNext());
        const page = resources.slice(0, left);
        left -= page.length;
        yield* page;
      }
    },
    clockOffset: () => offset,
    async ping() {
      try {
        await timed((abortSignal) => container('streams').read({ abortSignal }));
      } catch (error) {
        throw new StoreUnavailable(`Cosmos DB does not answer (${statusOf(error) ?? 'no status'})`, {
          cause: error,
        });
      }
    },
    close: () => {
      client.dispose();
    },
  };
}
