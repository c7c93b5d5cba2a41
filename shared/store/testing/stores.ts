import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../sqlite/store.ts';
import type { CaseStore } from '../types.ts';

export interface OpenedStore {
  readonly store: CaseStore;
  close(): Promise<void>;
}

/** Every implementation of `CaseStore` that has to keep the contract, each opened empty. */
export const stores: readonly { readonly name: string; open(): Promise<OpenedStore> }[] = [
  { name: 'SQLite', open: openEmptySqlite },
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
