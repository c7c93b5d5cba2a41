/** A data folder that cannot be read, or that another process has, stops the start with a sentence that names the file. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { build, root } from '../support/build.ts';
import { Product } from '../support/product.ts';

let folder: string;
beforeAll(build);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseclock-start-'));
});
afterEach(() => rm(folder, { recursive: true }));

const main = join(root, 'dist/local/main.js');

function start(settings = {}): { readonly status: number | null; readonly said: string } {
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, '--port', '0', '--data', folder, '--app', root, '--quiet'],
    { encoding: 'utf8', env: { ...process.env, ...settings } },
  );
  return { status, said: stderr };
}

function expectRefusal(file: string, why = ''): void {
  const { status, said } = start();
  expect(status).toBe(1);
  expect(said).toContain(`${join(folder, file)} cannot be read`);
  expect(said).toContain(why);
  expect(said.trim().split('\n')).toHaveLength(1);
}

const change = (file: string, sql: string) => {
  const db = new DatabaseSync(join(folder, file));
  db.exec(sql);
  db.close();
};

test('cases of a version from before stored formats were kept', () => {
  change('cases.db', 'PRAGMA user_version = 2');
  expectRefusal('cases.db', 'begin with another file');
});

test.each(['cases.db', 'hub.db', 'mail.db'])('%s of a newer program', (file) => {
  change(file, 'PRAGMA user_version = 1000');
  expectRefusal(file, 'version 1000');
});

test.each(['cases.db', 'hub.db', 'mail.db', 'identity.json', 'secrets.json'])(
  '%s that is damaged',
  async (file) => {
    await writeFile(join(folder, file), 'no such file at all, and long enough to be one '.repeat(30));
    expectRefusal(file);
  },
);

test.each([
  ['identity.json', '{"kty":"OKP","crv":"Ed25519","x":"short","d":"short"}'],
  ['identity.json', ''],
  ['secrets.json', '{"acsKey":"0123456789abcdef"}'],
])('%s without what belongs into it: %s', async (file, text) => {
  await writeFile(join(folder, file), text);
  expectRefusal(file);
});

test.each(['hub.db', 'mail.db'])('%s of which the end is gone', async (file) => {
  change(file, 'CREATE TABLE t (x TEXT); INSERT INTO t VALUES (hex(randomblob(20000)));');
  await truncate(join(folder, file), 12_288);
  expectRefusal(file);
});

test.each([
  ['an instant that is none', { now: null, speed: 1, real: 0 }],
  ['an instant beyond its years', { now: 360_000_000_000_000_000, speed: 0, real: 0 }],
  ['a negative speed', { now: 0, speed: -1, real: 0 }],
])('a kept clock with %s', (_name, kept) => {
  change(
    'hub.db',
    `CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
     INSERT INTO kept VALUES ('clock', '${JSON.stringify(kept)}')`,
  );
  const { status, said } = start();
  expect(status).toBe(1);
  expect(said).toContain(`The clock kept in ${join(folder, 'hub.db')} cannot be used.`);
});

test('a setting that is missing', () => {
  const { status, said } = start({ IDENTITY_ISSUER: 'https://issuer.example' });
  expect(status).toBe(1);
  expect(said).toContain('IDENTITY_AUDIENCE');
});

describe('while another process runs', () => {
  let product: Product;
  beforeEach(async () => {
    product = await Product.start();
  });
  afterEach(() => product.dispose());

  test('its cases are refused to a second one, until it has gone in whatever way', async () => {
    const settings = { SQLITE_PATH: join(product.data, 'cases.db') };
    const { status, said } = start(settings);
    expect(status).toBe(1);
    expect(said).toContain(`Another process is using ${settings.SQLITE_PATH}.`);
    await product.kill9();
    await product.restart();
  });

  test('its files are for their owner alone', async () => {
    for (const name of await readdir(product.data)) {
      expect([name, ((await stat(join(product.data, name))).mode & 0o077).toString(8)]).toEqual([name, '0']);
    }
  });
});
