import { DatabaseSync, type StatementSync } from 'node:sqlite';

interface Write {
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * A SQLite file that this process alone has open. Writes that come in the same round of the event loop share one
 * commit, and each is answered only once it is on disk.
 */
export class Transactions {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #listeners = new Set<() => void>();
  #group: Write[] = [];

  /** Throws if another process holds the file. */
  constructor(path: string, schema: string) {
    this.#db = new DatabaseSync(path);
    try {
      this.#db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      this.#db.exec(`BEGIN IMMEDIATE; ${schema} COMMIT;`);
    } catch (error) {
      this.#db.close();
      if (error instanceof Error && /locked|busy/i.test(error.message)) {
        throw new Error(`Another process is using ${path}.`, { cause: error });
      }
      throw error;
    }
  }

  /** The prepared statement of a text. */
  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) this.#statements.set(text, (statement = this.#db.prepare(text)));
    return statement;
  }

  /**
   * Runs `work` in a transaction and resolves with its result once that is committed. When something in its group
   * throws, `work` runs a second time: it must change nothing but the file.
   */
  write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#group.length === 0) setImmediate(() => this.#commit());
      this.#group.push({ work, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Calls `listener` after every commit. */
  onCommit(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Commits what is waiting and lets the file go. */
  close(): void {
    this.#listeners.clear();
    this.#commit();
    this.#statements.clear();
    this.#db.close();
  }

  #commit(): void {
    const group = this.#group;
    this.#group = [];
    if (group.length === 0 || !this.#db.isOpen) return;
    try {
      const results = this.#transaction(() => group.map((each) => each.work()));
      for (const [index, each] of group.entries()) each.resolve(results[index]);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const each of group) this.#commitAlone(each);
    }
    for (const listener of this.#listeners) listener();
  }

  #commitAlone({ work, resolve, reject }: Write): void {
    try {
      resolve(this.#transaction(work));
    } catch (error) {
      reject(error);
    }
  }

  #transaction<T>(work: () => T): T {
    this.sql('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      this.sql('COMMIT').run();
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
