import type { Address, Documents } from '../cosmos/documents.ts';
import { answerOf, type Found } from './memoryQueries.ts';

/**
 * `Documents` in memory, each request atomic: for tests that try many orders of requests, and for lives that are
 * simulated. Of the queries it knows those of the store.
 */
export function memoryDocuments(): Documents {
  const partitions = new Map<string, Map<string, { readonly text: string; readonly etag: string }>>();
  let writes = 0;
  const keyOf = (container: string, partition: string): string => `${container} ${partition}`;
  const partitionOf = ({ container, partition }: Address) => partitions.get(keyOf(container, partition));
  const write = (address: Address, document: object): string => {
    const etag = `e${++writes}`;
    const key = keyOf(address.container, address.partition);
    const partition = partitions.get(key) ?? new Map<string, { text: string; etag: string }>();
    partitions.set(key, partition.set(address.id, { text: JSON.stringify(document), etag }));
    return etag;
  };
  const etagOf = (address: Address) => partitionOf(address)?.get(address.id)?.etag;

  return {
    async read<T>(address: Address) {
      const found = partitionOf(address)?.get(address.id);
      if (!found) return undefined;
      return { document: JSON.parse(found.text) as T, etag: found.etag };
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
        .flatMap(([, partition]) => [...partition])
        .map(([id, { text }]): Found => ({ ...(JSON.parse(text) as object), id }));
      yield* answerOf(query, found) as T[];
    },
    clockOffset: () => 0,
    async ping() {},
    close() {},
  };
}
