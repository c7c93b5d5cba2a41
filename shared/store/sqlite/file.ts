import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreUnavailable } from '../errors.ts';

/**
 * Makes the database file and its folder if need be, and lets only their owner read it. SQLite gives the files that
 * it puts beside it the same permissions.
 * @throws StoreUnavailable when there can be no such file.
 */
export function prepareFile(path: string): void {
  if (path === ':memory:') return;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw new StoreUnavailable(`the database file ${path} cannot be made`, { cause });
  }
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      chmodSync(file, 0o600);
    } catch {
      // Not there, or another's: who may read it is then for its owner to say.
    }
  }
}
