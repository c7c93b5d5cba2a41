import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { GroupCommit } from '../../shared/store/sqlite/groupCommit.ts';
import { openFile } from '../file.ts';

/**
 * A SQLite file that this process alone has open. Writes that come in the same round of the event loop share one
 * commit, and each is answered only once it is on disk.
 */
export class Transactions {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #listeners = new Set<() => void>();
  readonly #commits: GroupCommit;

  /** Throws an Error that names the file where another process holds it, or where it cannot be read. */
  constructor(path: string, schema: string) {
    this.#db = openFile(path, schema);
    const onGroup = () => {
      for (const listener of this.#listeners) listener();
    };
    this.#commits = new GroupCommit(this.#db, { onGroup });
  }

  /** The prepared statement of a text. */
  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) this.#statements.set(text, (statement = this.#db.prepare(text)));
    return statement;
  }

  /**
   * Runs `work` in a transaction and resolves with its result once that is on disk. What comes after the end is
   * never answered.
   */
  write<T>(work: () => T): Promise<T> {
    return this.#db.isOpen ? this.#commits.run(work) : new Promise(() => undefined);
  }

  /** Calls `listener` after every commit. */
  onCommit(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Commits what is waiting and lets the file go. */
  close(): void {
    if (!this.#db.isOpen) return;
    this.#listeners.clear();
    this.#commits.flush();
    this.#statements.clear();
    this.#db.close();
  }
}
