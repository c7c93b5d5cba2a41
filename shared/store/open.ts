import type { CaseStore } from './types.ts';

/** Settings by name, as in `process.env`. */
export type StoreSettings = Readonly<Record<string, string | undefined>>;

/**
 * Opens the store that the settings choose. A store's packages are loaded only when it is the one, so that
 * a start with SQLite doesn't pay for Azure's.
 *
 * @throws Error that says which setting to mend and how.
 * @throws StoreUnavailable when the store can't be opened right now.
 */
export async function openStore(settings: StoreSettings): Promise<CaseStore> {
  const kind = settings['CASE_STORE'];
  switch (kind) {
    case 'sqlite': {
      const { openSqliteStore } = await import('./sqlite/store.ts');
      return openSqliteStore({ path: required(settings, 'SQLITE_PATH', 'the path of the database file') });
    }
    default:
      throw new Error(
        `CASE_STORE is ${kind ? JSON.stringify(kind) : 'not set'}: set it to "sqlite" (with SQLITE_PATH) or ` +
          '"cosmos" (with COSMOS_ENDPOINT).',
      );
  }
}

function required(settings: StoreSettings, name: string, what: string): string {
  const value = settings[name];
  if (!value) throw new Error(`${name} is not set: CASE_STORE=${settings['CASE_STORE']} needs it, ${what}.`);
  return value;
}
