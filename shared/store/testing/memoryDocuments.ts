import type { Address, Documents, Query } from '../cosmos/documents.ts';

/**
 * `Documents` in memory, each request atomic: for tests that try many orders of requests. Of the queries it
 * knows those of a stream.
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
    async *query<T>({ container, partition, parameters = {}, limit = Infinity }: Query) {
      if (container !== 'streams' || partition === undefined)
        throw new Error('not a query this double knows');
      const prefix = JSON.stringify([container, partition]).slice(0, -1);
      const found = [...stored]
        .filter(([key]) => key.startsWith(`${prefix},`))
        .map(([, { text }]) => JSON.parse(text) as StreamDocument)
        .filter((document) => isAsked(document, parameters))
        .sort((a, b) => ('sequence' in parameters ? a.number - b.number : b.number - a.number));
      // Snapshots are asked for from the latest on.
      if ('foldVersion' in parameters) found.reverse();
      for (const document of found.slice(0, limit)) yield document as T;
    },
    async ping() {},
    close() {},
  };
}

interface StreamDocument {
  readonly number: number;
  readonly lastSequence?: number;
  readonly sequence?: number;
  readonly foldVersion?: number;
  readonly idempotency?: { readonly scope: string };
}

function isAsked(document: StreamDocument, asked: NonNullable<Query['parameters']>): boolean {
  const { sequence, foldVersion, scope } = asked;
  if (scope !== undefined) return document.idempotency?.scope === scope;
  if (sequence === undefined) return true;
  if (foldVersion === undefined) return (document.lastSequence ?? -1) >= Number(sequence);
  return document.foldVersion === foldVersion && (document.sequence ?? Infinity) <= Number(sequence);
}
