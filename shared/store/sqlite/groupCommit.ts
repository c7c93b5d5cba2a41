import type { DatabaseSync } from 'node:sqlite';

interface Pending {
  readonly run: () => void;
  readonly settle: () => void;
  readonly reject: (reason: unknown) => void;
}

export interface GroupCommitOptions {
  /** What the caller of a write is told of an error. Default: the error as it is. */
  readonly errorOf?: (error: unknown) => unknown;
  /** Called after each group, once all of it has been answered. */
  readonly onGroup?: () => void;
}

/**
 * Runs writes that arrive within one turn of the event loop in one transaction, so that they share one sync
 * to disk. Each keeps its own outcome: one that throws is rolled back alone. None is answered before the
 * transaction they share is on disk.
 */
export class GroupCommit {
  readonly #db: DatabaseSync;
  readonly #errorOf: (error: unknown) => unknown;
  readonly #onGroup: () => void;
  #pending: Pending[] = [];

  constructor(
    db: DatabaseSync,
    { errorOf = (error) => error, onGroup = () => undefined }: GroupCommitOptions = {},
  ) {
    this.#db = db;
    this.#errorOf = errorOf;
    this.#onGroup = onGroup;
  }

  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { readonly value: T } | undefined;
      this.#pending.push({
        run: () => {
          result = { value: work() };
        },
        settle: () => {
          if (result) resolve(result.value);
        },
        reject,
      });
      if (this.#pending.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Writes what is pending now. */
  flush(): void {
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#pending = [];
    const done: Pending[] = [];
    try {
      this.#transaction(pending, done);
      for (const { settle } of done) settle();
    } catch (error) {
      for (const { reject } of pending) reject(this.#errorOf(error));
    }
    this.#onGroup();
  }

  #transaction(pending: readonly Pending[], done: Pending[]): void {
    const db = this.#db;
    db.exec('BEGIN IMMEDIATE');
    try {
      for (const write of pending) {
        db.exec('SAVEPOINT write');
        try {
          write.run();
          done.push(write);
        } catch (error) {
          // A full disk or an I/O error may have ended the whole transaction: then all of it failed.
          if (!db.isTransaction) throw error;
          db.exec('ROLLBACK TO write');
          write.reject(this.#errorOf(error));
        }
        db.exec('RELEASE write');
      }
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}
