import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from './open.ts';
import { sampleCommit, sampleEffects } from './testing/samples.ts';
import { startStandIn } from './testing/standIn.ts';

it.each([
  [{}, 'CASE_STORE is not set: set it to "sqlite"'],
  [{ CASE_STORE: 'mongo' }, 'CASE_STORE is "mongo": set it to "sqlite"'],
  [{ CASE_STORE: 'sqlite' }, 'SQLITE_PATH is not set'],
  [{ CASE_STORE: 'cosmos' }, 'COSMOS_ENDPOINT is not set'],
  [{ CASE_STORE: 'cosmos', COSMOS_ENDPOINT: 'account' }, 'COSMOS_ENDPOINT is no address'],
  [{ CASE_STORE: 'cosmos', COSMOS_ENDPOINT: 'ftp://account' }, 'COSMOS_ENDPOINT is no address'],
  [{ CASE_STORE: 'cosmos', COSMOS_ENDPOINT: 'http://account' }, 'use https, or set COSMOS_KEY'],
  [
    { CASE_STORE: 'cosmos', COSMOS_ENDPOINT: 'https://account', COSMOS_WAKE_SHARDS: '0' },
    'COSMOS_WAKE_SHARDS is "0": set it to a whole number',
  ],
])('says how to mend the settings %j', async (settings, message) => {
  await expect(openStore(settings)).rejects.toThrow(message);
});

it('opens SQLite and keeps what it had at the next opening', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caseclock-store-'));
  const settings = { CASE_STORE: 'sqlite', SQLITE_PATH: join(folder, 'new', 'cases.db') };
  const first = await openStore(settings);
  const commit = sampleCommit('kept', 0);
  await first.append(commit, sampleEffects(commit));
  await first.close();
  const second = await openStore(settings);
  expect((await second.load('kept', 1)).commits).toEqual([commit]);
  await second.close();
  await rm(folder, { recursive: true });
});

it('opens an emulator of Cosmos DB, creating what is missing', async () => {
  const standIn = await startStandIn();
  const { endpoint, key } = await standIn.connect('other');
  const store = await openStore({
    CASE_STORE: 'cosmos',
    COSMOS_ENDPOINT: endpoint,
    COSMOS_KEY: key,
    COSMOS_WAKE_SHARDS: '3',
  });
  await store.ping();
  const commit = sampleCommit('kept', 0);
  expect(await store.append(commit, sampleEffects(commit))).toBe('appended');
  expect(store.wakeShards).toBe(3);
  await store.close();
  await standIn.close();
});
