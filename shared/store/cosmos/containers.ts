import type { IndexingPolicy } from '@azure/cosmos';
import definitions from './containers.json' with { type: 'json' };
import { openClient, type CosmosConnection } from './client.ts';
import { storeError } from './errors.ts';

type Definition = { readonly partitionKey: string; readonly indexingPolicy: IndexingPolicy };

const containers = definitions as Record<keyof typeof definitions, Definition>;

/**
 * Creates the database and its containers where they are missing: for emulators and tests. On Azure the
 * infrastructure creates them from the same definitions, and the application has no right to.
 */
export async function ensureContainers(connection: CosmosConnection): Promise<void> {
  const client = openClient(connection);
  try {
    const { database } = await client.databases.createIfNotExists({ id: connection.database });
    for (const [id, { partitionKey, indexingPolicy }] of Object.entries(containers)) {
      await database.containers.createIfNotExists({
        id,
        partitionKey: { paths: [partitionKey] },
        indexingPolicy,
      });
    }
  } catch (error) {
    throw storeError(error, 'write');
  } finally {
    client.dispose();
  }
}
