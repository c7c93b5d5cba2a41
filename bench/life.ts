/** What the life of a case costs in Cosmos DB: requests, and request units by Microsoft's table. */
import { cosmosDocuments } from '../shared/store/cosmos/client.ts';
import type { Documents } from '../shared/store/cosmos/documents.ts';
import { cosmosStore } from '../shared/store/cosmos/store.ts';
import { startStandIn } from '../shared/store/testing/standIn.ts';
import { testPorts } from '../shared/engine/testing/ports.ts';
import { standardLife } from '../shared/engine/testing/standardLife.ts';

/**
 * Request units by https://learn.microsoft.com/azure/cosmos-db/request-units and .../key-value-store-cost: 1 for a
 * point read of 1 KB, about 5 for a write of 1 KB, a replacement like a write; a query within one partition some 2.5
 * and what it reads.
 */
const units = { read: 1, write: 5, query: 2.5 } as const;

/** Named to compare with: the same life when each mail event cost a row, a wake and a load of the whole stream. */
const before = { commits: 19, loads: 29, projections: 43, pointReads: 36, registryLists: 5 };

interface Tally {
  commits: number;
  loads: number;
  projections: number;
  pointReads: number;
  registryLists: number;
  units: number;
}

export async function run(): Promise<void> {
  const standIn = await startStandIn();
  try {
    const tally: Tally = { commits: 0, loads: 0, projections: 0, pointReads: 0, registryLists: 0, units: 0 };
    const store = cosmosStore(counted(cosmosDocuments(await standIn.connect('life')), tally), {
      wakeShards: 1,
    });
    await standardLife(testPorts(store));
    await store.close();
    console.log('life: submit, warning, contact, question, reminder, lowering, answer, close');
    for (const name of Object.keys(before) as (keyof typeof before)[]) {
      const ratio = (tally[name] / before[name]).toFixed(2);
      console.log(`  ${name.padEnd(15)} ${String(tally[name]).padStart(4)}   ${ratio} x of ${before[name]}`);
    }
    console.log(
      `  request units   ${tally.units.toFixed(0).padStart(4)}   by Microsoft's table, not measured`,
    );
    console.log();
  } finally {
    await standIn.close();
  }
}

/** In kilobytes, begun ones counted whole. */
function size(document: object | undefined): number {
  return Math.max(1, Math.ceil(JSON.stringify(document ?? {}).length / 1024));
}

function counted(documents: Documents, tally: Tally): Documents {
  const noteWrite = (container: string, document: object) => {
    tally.units += units.write * size(document);
    if (container === 'streams') tally.commits += 1;
    if (container === 'cases' || container === 'wakes') tally.projections += 1;
  };
  return {
    ...documents,
    async read<T>(...[address]: Parameters<Documents['read']>) {
      const found = await documents.read<T>(address);
      tally.pointReads += 1;
      tally.units += units.read * size(found);
      return found;
    },
    async create(address, document) {
      noteWrite(address.container, document);
      return documents.create(address, document);
    },
    async replace(address, document, etag) {
      noteWrite(address.container, document);
      return documents.replace(address, document, etag);
    },
    async *query<T>(query: Parameters<Documents['query']>[0]) {
      if (query.container === 'streams') tally.loads += 1;
      if (query.container === 'registry') tally.registryLists += 1;
      tally.units += units.query;
      for await (const document of documents.query<T>(query)) {
        tally.units += JSON.stringify(document).length / 1024;
        yield document;
      }
    },
  };
}
