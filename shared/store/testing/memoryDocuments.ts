import type { Address, Documents } from '../cosmos/documents.ts';
import type { Found } from './memoryFound.ts';
import { answerOf } from './memoryQueries.ts';

interface Kept {
  readonly etag: string;
  /** As JSON gives it back, with its id. Whoever reads it gets this very object, which nobody can change. */
  readonly document: Found;
}

/**
 * `Documents` in memory, each request atomic: for tests that try many orders of requests, and for lives that are
 * simulated. Of the queries it knows those of the store.
 */
export function memoryDocuments(): Documents {
  const partitions = new Map<string, Map<string, Kept>>();
  let writes = 0;
  const keyOf = (container: string, partition: string): string => `${container} ${partition}`;
  const partitionOf = ({ container, partition }: Address) => partitions.get(keyOf(container, partition));
  const write = (address: Address, document: object): string => {
    const etag = `e${++writes}`;
    const key = keyOf(address.container, address.partition);
    const partition = partitions.get(key) ?? new Map<string, Kept>();
    partitions.set(key, partition.set(address.id, { document: asStored(document, address.id), etag }));
    return etag;
  };
  const etagOf = (address: Address) => partitionOf(address)?.get(address.id)?.etag;

  return {
    async read<T>(address: Address) {
      const found = partitionOf(address)?.get(address.id);
      return found && { document: found.document as T, etag: found.etag };
    },
    async create(address, document) {
      return etagOf(address) === undefined ? write(address, document) : undefined;
    },
    async replace(address, document, etag) {
      return etagOf(address) === etag ? write(address, document) : undefined;
    },
    async remove(address, etag) {
      return etagOf(address) === etag && partitionOf(address)?.delete(address.id) === true;
    },
    async *query<T>(query: Parameters<Documents['query']>[0]) {
      const prefix = keyOf(query.container, query.partition ?? '');
      const found = [...partitions]
        .filter(([key]) => (query.partition === undefined ? key.startsWith(prefix) : key === prefix))
        .flatMap(([, partition]) => [...partition.values()])
        .map(({ document }) => document);
      yield* answerOf(query, found) as T[];
    },
    clockOffset: () => 0,
    async ping() {},
    close() {},
  };
}

function asStored(document: object, id: string): Found {
  return frozen({ ...(JSON.parse(JSON.stringify(document)) as object), id });
}

function frozen<T extends object>(value: T): Readonly<T> {
  for (const one of Object.values(value) as unknown[])
    if (typeof one === 'object' && one !== null) frozen(one);
  return Object.freeze(value);
}
