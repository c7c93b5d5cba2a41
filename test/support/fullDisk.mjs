/**
 * Loaded ahead of the product: while the file that FULL_DISK names exists, no SQLite file takes a write, as where the
 * disk is full. How often one was tried stands beside it in the end.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const { FULL_DISK = '' } = process.env;
const { exec } = DatabaseSync.prototype;
let refused = 0;

DatabaseSync.prototype.exec = function (sql) {
  if (sql === 'COMMIT' && existsSync(FULL_DISK)) {
    refused += 1;
    // SQLITE_FULL (https://www.sqlite.org/rescode.html#full)
    throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
  }
  return exec.call(this, sql);
};

process.on('exit', () => {
  writeFileSync(`${FULL_DISK}.refused`, String(refused));
});
