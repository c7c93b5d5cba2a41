import type { Address, Documents } from '../cosmos/documents.ts';

export interface Call {
  readonly operation: 'read' | 'create' | 'replace' | 'remove' | 'query';
  readonly container: Address['container'];
}

export const isWrite = ({ operation }: Call): boolean => operation !== 'read' && operation !== 'query';

/** The same documents, with `before` called ahead of each request: it may delay it, or fail in its place. */
export function intercepted(documents: Documents, before: (call: Call) => Promise<void>): Documents {
  return {
    async read(address) {
      await before({ operation: 'read', container: address.container });
      return documents.read(address);
    },
    async create(address, document) {
      await before({ operation: 'create', container: address.container });
      return documents.create(address, document);
    },
    async replace(address, document, etag) {
      await before({ operation: 'replace', container: address.container });
      return documents.replace(address, document, etag);
    },
    async remove(address, etag) {
      await before({ operation: 'remove', container: address.container });
      return documents.remove(address, etag);
    },
    async *query<T>(query: Parameters<Documents['query']>[0]) {
      await before({ operation: 'query', container: query.container });
      yield* documents.query<T>(query);
    },
    clockOffset: () => documents.clockOffset(),
    ping: () => documents.ping(),
    close: () => documents.close(),
  };
}
