import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosmosStore, openCosmosStore } from '../cosmos/store.ts';
import { openSqliteStore } from '../sqlite/store.ts';
import type { CaseStore } from '../types.ts';
import { memoryDocuments } from './memoryDocuments.ts';
import { startStandIn, type StandIn } from './standIn.ts';

export interface OpenedStore {
  readonly store: CaseStore;
  close(): Promise<void>;
}

/** Every implementation of `CaseStore` that has to keep the contract, each opened empty. */
export const stores: readonly { readonly name: string; open(): Promise<OpenedStore> }[] = [
  { name: 'SQLite', open: openEmptySqlite },
  { name: 'Cosmos DB (stand-in)', open: openEmptyCosmos },
  { name: 'Cosmos DB (documents in memory)', open: openEmptyMemory },
];

async function openEmptySqlite(): Promise<OpenedStore> {
  const folder = await mkdtemp(join(tmpdir(), 'caseclock-store-'));
  const store = openSqliteStore({ path: join(folder, `${randomUUID()}.db`) });
  return {
    store,
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What simulated lives run on: held to the contract like the others. */
async function openEmptyMemory(): Promise<OpenedStore> {
  const store = cosmosStore(memoryDocuments(), { countsKept: 0 });
  return { store, close: () => store.close() };
}

/** Started once per test file and stopped with the last store that uses it. */
let standIn: Promise<StandIn> | undefined;
let users = 0;

async function openEmptyCosmos(): Promise<OpenedStore> {
  users++;
  standIn ??= startStandIn();
  const { connect, close } = await standIn;
  const store = openCosmosStore({ ...(await connect(randomUUID())), countsKept: 0 });
  return {
    store,
    async close() {
      await store.close();
      if (--users > 0) return;
      standIn = undefined;
      await close();
    },
  };
}
