import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../errors.ts';
import { prepareFile } from './file.ts';
import { migrate } from './schema.ts';

/**
 * Opens (and creates) the database file, which only its owner may read, with every commit synced to disk before it is answered.
 * @throws StoreUnavailable when the file can't be opened or is locked for long; Error, naming the file, when it is
 * damaged or of another version.
 */
export function openDatabase(path: string): DatabaseSync {
  return guarded(() => {
    prepareFile(path);
    const db = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
    try {
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      migrate(db);
      return db;
    } catch (error) {
      db.close();
      if (isTransient(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${path} cannot be read. ${reason}`, { cause: error });
    }
  });
}

/** Runs `work`; what it throws is passed on as `storeError` sees it. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(error);
  }
}

/** `StoreUnavailable` for what a later call may not meet again; anything else as it is. */
export function storeError(error: unknown): unknown {
  return isTransient(error)
    ? new StoreUnavailable('the database file is not available', { cause: error })
    : error;
}

/** Primary result codes (https://www.sqlite.org/rescode.html): BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN. */
const transientCodes: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 13, 14]);

function isTransient(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    transientCodes.has(error.errcode & 0xff)
  );
}
