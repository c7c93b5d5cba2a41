import type { Address, Documents, Query } from '../cosmos/documents.ts';

/**
 * `Documents` in memory, each request atomic: for tests that try many orders of requests. Of the queries it
 * knows the one that loads a stream.
 */
export function memoryDocuments(): Documents {
  const stored = new Map<string, { readonly text: string; readonly etag: string }>();
  let writes = 0;
  const keyOf = ({ container, partition, id }: Address): string => JSON.stringify([container, partition, id]);
  const write = (address: Address, document: object): string => {
    const etag = `e${++writes}`;
    stored.set(keyOf(address), { text: JSON.stringify(document), etag });
    return etag;
  };

  return {
    async read<T>(address: Address) {
      const found = stored.get(keyOf(address));
      if (!found) return undefined;
      return { document: JSON.parse(found.text) as T, etag: found.etag };
    },
    async create(address, document) {
      return stored.has(keyOf(address)) ? undefined : write(address, document);
    },
    async replace(address, document, etag) {
      return stored.get(keyOf(address))?.etag === etag ? write(address, document) : undefined;
    },
    async remove(address, etag) {
      return stored.get(keyOf(address))?.etag === etag && stored.delete(keyOf(address));
    },
    async *query<T>({ container, partition }: Query) {
      if (container !== 'streams' || partition === undefined)
        throw new Error('not a query this double knows');
      for (let number = 0; ; number++) {
        const found = stored.get(keyOf({ container, partition, id: String(number) }));
        if (!found) return;
        yield JSON.parse(found.text) as T;
      }
    },
    async ping() {},
    close() {},
  };
}
