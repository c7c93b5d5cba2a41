import type { CaseStore } from './types.ts';

/** Settings by name, as in `process.env`. */
export type StoreSettings = Readonly<Record<string, string | undefined>>;

/**
 * Opens the store that the settings choose:
 *
 * - `CASE_STORE=sqlite`: `SQLITE_PATH`.
 * - `CASE_STORE=cosmos`: `COSMOS_ENDPOINT`, `COSMOS_DATABASE` (default `caseclock`), `COSMOS_WAKE_SHARDS`
 *   (default 8). With `COSMOS_KEY` it is an emulator: the key is used and missing containers are created.
 *   Without, it is Azure: the identity of the host is used and the containers have to be there.
 *
 * A store's packages are loaded only when it is the one, so that a start with SQLite doesn't pay for Azure's.
 *
 * @throws Error that says which setting to mend and how.
 * @throws StoreUnavailable when the store can't be opened right now.
 */
export async function openStore(settings: StoreSettings): Promise<CaseStore> {
  const kind = settings['CASE_STORE'];
  switch (kind) {
    case 'sqlite': {
      const path = required(settings, 'SQLITE_PATH', 'the path of the database file');
      const { openSqliteStore } = await import('./sqlite/store.ts');
      return openSqliteStore({ path });
    }
    case 'cosmos':
      return openCosmos(settings);
    default:
      throw new Error(
        `CASE_STORE is ${kind ? JSON.stringify(kind) : 'not set'}: set it to "sqlite" (with SQLITE_PATH) or ` +
          '"cosmos" (with COSMOS_ENDPOINT).',
      );
  }
}

async function openCosmos(settings: StoreSettings): Promise<CaseStore> {
  const endpoint = required(settings, 'COSMOS_ENDPOINT', "the account's address");
  const protocol = URL.canParse(endpoint) ? new URL(endpoint).protocol : '';
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new Error(
      'COSMOS_ENDPOINT is no address: set it to one like https://<account>.documents.azure.com.',
    );
  }
  const key = settings['COSMOS_KEY'];
  if (!key && protocol === 'http:') {
    throw new Error(
      'COSMOS_ENDPOINT is plain http, over which no identity is sent: use https, or set COSMOS_KEY for an emulator.',
    );
  }
  const database = settings['COSMOS_DATABASE'] || 'caseclock';
  const wakeShards = shards(settings['COSMOS_WAKE_SHARDS']);
  const { openCosmosStore } = await import('./cosmos/store.ts');
  if (key) {
    const emulator = { endpoint, key, database, enableEndpointDiscovery: false };
    const { ensureContainers } = await import('./cosmos/containers.ts');
    await ensureContainers(emulator);
    return openCosmosStore({ ...emulator, wakeShards });
  }
  const { DefaultAzureCredential } = await import('@azure/identity');
  return openCosmosStore({ endpoint, credential: new DefaultAzureCredential(), database, wakeShards });
}

function required(settings: StoreSettings, name: string, what: string): string {
  const value = settings[name];
  if (!value) throw new Error(`${name} is not set: CASE_STORE=${settings['CASE_STORE']} needs it, ${what}.`);
  return value;
}

function shards(setting: string | undefined): number {
  if (!setting) return 8;
  const count = Number(setting);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new Error(
    `COSMOS_WAKE_SHARDS is ${JSON.stringify(setting)}: set it to a whole number from 1 to 1000.`,
  );
}
