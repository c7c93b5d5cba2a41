import { realpathSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { prepareFile } from '../shared/store/sqlite/file.ts';

/**
 * The form of the files that `openFile` opens; 0 is one from before it was kept. 2: what has only been started stands
 * in queues of its own, which earlier programs do not look at.
 */
const version = 2;

/** BUSY and LOCKED (https://www.sqlite.org/rescode.html). */
const taken: ReadonlySet<unknown> = new Set([5, 6]);

const inUse = (path: string, cause: unknown) => new Error(`Another process is using ${path}.`, { cause });

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && taken.has(Number(error.errcode) & 0xff);

/**
 * Opens (and creates) a SQLite file for this process alone, with every commit synced to disk. Only its owner may
 * read it.
 * @throws Error that names the file where another process holds it, or where it is damaged or a newer program's.
 */
export function openFile(path: string, schema: string): DatabaseSync {
  let file: DatabaseSync | undefined;
  try {
    prepareFile(path);
    file = new DatabaseSync(path);
    file.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    judge(file);
    file.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${version}; COMMIT;`);
    return file;
  } catch (error) {
    file?.close();
    if (isTaken(error)) throw inUse(path, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be read. ${reason}`, { cause: error });
  }
}

function judge(file: DatabaseSync): void {
  const found = Number(file.prepare('PRAGMA user_version').get()?.['user_version']);
  if (found > version) {
    throw new Error(
      `It has version ${found}, this program knows up to ${version}: start the version of the program that wrote ` +
        'it, or a newer one.',
    );
  }
  const damage = file.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (damage !== 'ok') throw new Error(`It is damaged: ${String(damage)}`);
}

/**
 * Holds a file for this process, by a lock on another one beside it that ends with the process, however it ends.
 * Returns what lets it go.
 * @throws Error that names the file where another process holds it.
 */
export function holdFile(path: string): () => void {
  prepareFile(path);
  const beside = `${realpathSync(path)}.lock`;
  prepareFile(beside);
  const lock = new DatabaseSync(beside);
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    return () => lock.close();
  } catch (error) {
    lock.close();
    throw isTaken(error) ? inUse(path, error) : error;
  }
}
