import type { Documents } from '../../shared/store/cosmos/documents.ts';

/**
 * Request units by https://learn.microsoft.com/azure/cosmos-db/request-units and .../key-value-store-cost: 1 for a
 * point read of 1 KB, about 5 for a write of 1 KB, a replacement like a write; a query within one partition some 2.5
 * and what it reads.
 */
export const units = { read: 1, write: 5, query: 2.5 } as const;

/** What is asked of Cosmos DB. */
export interface DocumentUse {
  commits: number;
  loads: number;
  projections: number;
  pointReads: number;
  registryLists: number;
  units: number;
  /** Of what was written, without indexes. */
  bytes: number;
}

export const noDocuments: DocumentUse = {
  commits: 0,
  loads: 0,
  projections: 0,
  pointReads: 0,
  registryLists: 0,
  units: 0,
  bytes: 0,
};

/** In kilobytes, begun ones counted whole. */
export const kilobytes = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));

const size = (document: object | undefined) => kilobytes(JSON.stringify(document ?? {}).length);

/** The same documents, with every request noted in `use`. */
export function counted(documents: Documents, use: DocumentUse): Documents {
  const noteWrite = (container: string, document: object) => {
    use.units += units.write * size(document);
    if (container === 'streams') use.commits += 1;
    if (container === 'cases' || container === 'wakes') use.projections += 1;
  };
  return {
    ...documents,
    async read<T>(...[address]: Parameters<Documents['read']>) {
      const found = await documents.read<T>(address);
      use.pointReads += 1;
      use.units += units.read * size(found);
      return found;
    },
    async create(address, document) {
      noteWrite(address.container, document);
      use.bytes += JSON.stringify(document).length;
      return documents.create(address, document);
    },
    async replace(address, document, etag) {
      noteWrite(address.container, document);
      return documents.replace(address, document, etag);
    },
    async *query<T>(query: Parameters<Documents['query']>[0]) {
      if (query.container === 'streams') use.loads += 1;
      if (query.container === 'registry') use.registryLists += 1;
      use.units += units.query;
      for await (const document of documents.query<T>(query)) {
        use.units += JSON.stringify(document).length / 1024;
        yield document;
      }
    },
  };
}
