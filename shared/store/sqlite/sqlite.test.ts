import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../errors.ts';
import { sampleCommit, sampleEffects } from '../testing/samples.ts';
import { openDatabase, storeError } from './database.ts';
import { GroupCommit } from './groupCommit.ts';
import { openSqliteStore } from './store.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseclock-store-'));
  path = join(folder, 'cases.db');
});
afterEach(() => rm(folder, { recursive: true }));

const append = (store: ReturnType<typeof openSqliteStore>, caseId: string) => {
  const commit = sampleCommit(caseId, 0);
  return store.append(commit, sampleEffects(commit));
};

describe('the database', () => {
  it('syncs every commit to disk and keeps a write-ahead log', () => {
    const db = openDatabase(path);
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(db.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
    db.close();
  });

  it('is migrated once, also when opened again and by two at a time', async () => {
    const first = openSqliteStore({ path });
    const second = openSqliteStore({ path });
    await append(first, 'x');
    expect((await second.load('x', 1)).commits).toHaveLength(1);
    expect(await append(second, 'x')).toBe('conflict');
    await first.close();
    await second.close();
  });

  it.each([1, 2])('of version %i, before stored formats were kept, is refused with a sentence', (version) => {
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA user_version = ${version}`);
    db.close();
    expect(() => openSqliteStore({ path })).toThrow('begin with another file');
  });

  it('that a newer program wrote is refused, and left as it is', () => {
    const db = openDatabase(path);
    db.exec('PRAGMA user_version = 1000');
    db.close();
    expect(() => openSqliteStore({ path })).toThrow('schema version 1000');
    const again = new DatabaseSync(path);
    expect(again.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1000 });
    again.close();
  });

  it('that is damaged is refused by its name', async () => {
    await writeFile(path, 'no database at all, and long enough to be looked at as one '.repeat(20));
    expect(() => openSqliteStore({ path })).toThrow(`${path} cannot be read.`);
  });

  it('that cannot be opened is unavailable', () => {
    expect(() => openSqliteStore({ path: folder })).toThrow(StoreUnavailable);
  });

  it('that is closed is unavailable, and may be closed twice', async () => {
    const store = openSqliteStore({ path });
    await store.close();
    await store.close();
    await expect(store.ping()).rejects.toThrow(StoreUnavailable);
    await expect(store.load('x', 1)).rejects.toThrow(StoreUnavailable);
    await expect(append(store, 'x')).rejects.toThrow(StoreUnavailable);
  });

  it('answers what was appended before the close', async () => {
    const store = openSqliteStore({ path });
    const appended = append(store, 'x');
    await Promise.resolve();
    await store.close();
    expect(await appended).toBe('appended');
    const again = openSqliteStore({ path });
    expect((await again.load('x', 1)).commits).toHaveLength(1);
    await again.close();
  });
});

it('a disk that is full refuses writes, still reads, and is not said to be well before a write succeeds', async () => {
  const store = openSqliteStore({ path, mostPages: 80 });
  let kept = 0;
  let refused: unknown;
  while (refused === undefined && kept < 10_000) {
    await append(store, `c-${kept}`).then(
      () => (kept += 1),
      (error: unknown) => (refused = error),
    );
  }
  expect(refused).toBeInstanceOf(StoreUnavailable);
  await expect(store.ping()).rejects.toThrow(StoreUnavailable);
  expect((await store.load(`c-${kept - 1}`, 1)).commits).toHaveLength(1);
  await store.close();

  const roomy = openSqliteStore({ path });
  expect((await roomy.load(`c-${kept - 1}`, 1)).commits).toHaveLength(1);
  expect(await append(roomy, 'one more')).toBe('appended');
  await roomy.ping();
  await roomy.close();
});

describe('a group of writes', () => {
  /** How often a transaction was opened, by what SQLite is told. */
  function counting(db: DatabaseSync): () => number {
    let count = 0;
    const exec = db.exec.bind(db);
    db.exec = (sql) => {
      if (sql === 'COMMIT') count++;
      exec(sql);
    };
    return () => count;
  }

  it('that arrives in one turn shares one transaction; a later one has its own', async () => {
    const db = openDatabase(path);
    const commits = counting(db);
    const group = new GroupCommit(db);
    const insert = db.prepare('INSERT INTO commits (caseId, number, lastSequence, body) VALUES (?, 0, 1, ?)');
    await Promise.all(['a', 'b', 'c'].map((id) => group.run(() => insert.run(id, id))));
    expect(commits()).toBe(1);
    await group.run(() => insert.run('d', 'd'));
    expect(commits()).toBe(2);
    expect(db.prepare('SELECT count(*) AS n FROM commits').get()).toEqual({ n: 4 });
    db.close();
  });

  it('loses only the one that fails', async () => {
    const db = openDatabase(path);
    const group = new GroupCommit(db);
    const insert = db.prepare('INSERT INTO commits (caseId, number, lastSequence, body) VALUES (?, 0, 1, ?)');
    const outcomes = await Promise.allSettled([
      group.run(() => insert.run('a', 'a')),
      group.run(() => {
        insert.run('b', 'b');
        throw new Error('half done');
      }),
      group.run(() => insert.run('a', 'again')),
      group.run(() => insert.run('c', 'c')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(db.prepare('SELECT caseId FROM commits ORDER BY caseId').all()).toEqual([
      { caseId: 'a' },
      { caseId: 'c' },
    ]);
    db.close();
  });

  it('is unavailable as a whole when it cannot be committed', async () => {
    const db = openDatabase(path);
    db.exec('PRAGMA busy_timeout = 0');
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const group = new GroupCommit(db, { errorOf: storeError });
    const insert = db.prepare('INSERT INTO commits (caseId, number, lastSequence, body) VALUES (?, 0, 1, ?)');
    const write = () => Promise.allSettled(['a', 'b'].map((id) => group.run(() => insert.run(id, id))));
    for (const outcome of await write()) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } });
    }
    other.exec('ROLLBACK');
    other.close();
    for (const { status } of await write()) expect(status).toBe('fulfilled');
    db.close();
  });
});
