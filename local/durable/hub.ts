import type { StatementSync } from 'node:sqlite';
import type { Arrival } from './history.ts';
import { Transactions } from './transactions.ts';

export type Status = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** An orchestration instance as it is kept. Times in ms; `input`, `output`, `customStatus` are JSON text. */
export interface Instance {
  id: string;
  name: string;
  /** One run of the instance; `continueAsNew` and a new start begin another. */
  execution: string;
  status: Status;
  input: string | null;
  output: string | null;
  customStatus: string | null;
  created: number;
  updated: number;
  /** JSON of a `Parent`, or null. */
  parent: string | null;
  /** JSON of a `Progress`. */
  progress: string;
  /** JSON of the history events. */
  history: string;
}

export interface Message {
  seq: number;
  queue: Queue;
  instance: string;
  /** The execution it is meant for; null: whichever runs when it arrives. */
  execution: string | null;
  visibleAt: number;
  body: string;
}

/**
 * `turn`: arrivals for an orchestration. `activity`: calls of activities. Those of an instance that has only been
 * started have queues of their own, up to the end of its first activities.
 */
export type Queue = 'turn' | 'activity' | 'newTurn' | 'newActivity';

export interface ActivityCall {
  taskId: number;
  name: string;
  /** JSON text. */
  input: string;
}

const schema = `
  CREATE TABLE IF NOT EXISTS instances (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, execution TEXT NOT NULL, status TEXT NOT NULL,
    input TEXT, output TEXT, customStatus TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL,
    parent TEXT, progress TEXT NOT NULL, history TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, instance TEXT NOT NULL, execution TEXT,
    visibleAt INTEGER NOT NULL, timer INTEGER, held INTEGER NOT NULL DEFAULT 0,
    control INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS messagesReady ON messages (queue, held, visibleAt, seq);
  CREATE INDEX IF NOT EXISTS messagesOfInstance ON messages (instance, queue, held, visibleAt, seq);
  CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** The task hub: instances and messages in one SQLite file. What changes it belongs into a `write`. */
export class TaskHub {
  readonly path: string;
  readonly #file: Transactions;

  /** Throws an Error that names the file where another process holds it, or where it cannot be read. */
  constructor(path: string) {
    this.path = path;
    this.#file = new Transactions(path, schema);
  }

  /** As `Transactions.write`. */
  write<T>(work: () => T): Promise<T> {
    return this.#file.write(work);
  }

  /** Calls `listener` after every commit. */
  onCommit(listener: () => void): void {
    this.#file.onCommit(listener);
  }

  close(): void {
    this.#file.close();
  }

  #sql(text: string): StatementSync {
    return this.#file.sql(text);
  }

  instance(id: string): Instance | undefined {
    return this.#sql('SELECT * FROM instances WHERE id = ?').get(id) as Instance | undefined;
  }

  putInstance(instance: Instance): void {
    this.#sql('INSERT OR REPLACE INTO instances VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      instance.id,
      instance.name,
      instance.execution,
      instance.status,
      instance.input,
      instance.output,
      instance.customStatus,
      instance.created,
      instance.updated,
      instance.parent,
      instance.progress,
      instance.history,
    );
  }

  /** Removes an instance with all its messages. */
  deleteInstance(id: string): void {
    this.#sql('DELETE FROM messages WHERE instance = ?').run(id);
    this.#sql('DELETE FROM instances WHERE id = ?').run(id);
  }

  /** Instances by id, after the id `after`. */
  instances(after: string, prefix: string, limit: number): Instance[] {
    return this.#sql(
      `SELECT * FROM instances WHERE id > ? AND substr(id, 1, length(?)) = ? ORDER BY id LIMIT ?`,
    ).all(after, prefix, prefix, limit) as unknown as Instance[];
  }

  /** Puts an arrival for an orchestration on its queue; `timer` is the id of the timer that it fires. */
  sendArrival(
    to: { instance: string; execution: string | null },
    arrival: Arrival,
    visibleAt: number,
    { queue = 'turn', timer }: { queue?: Queue; timer?: number } = {},
  ) {
    this.#sql(
      `INSERT INTO messages (queue, instance, execution, visibleAt, timer, held, body)
       VALUES (?1, ?2, ?3, ?4, ?5, (SELECT count(*) FROM instances WHERE id = ?2 AND status = 'Suspended'), ?6)`,
    ).run(queue, to.instance, to.execution, visibleAt, timer ?? null, JSON.stringify(arrival));
  }

  /** As `sendArrival`, for one that reaches a suspended instance too. */
  sendControl(instance: string, arrival: Arrival, visibleAt: number): void {
    this.#sql(
      "INSERT INTO messages (queue, instance, visibleAt, control, body) VALUES ('turn', ?, ?, 1, ?)",
    ).run(instance, visibleAt, JSON.stringify(arrival));
  }

  sendCall(
    queue: Queue,
    from: { instance: string; execution: string },
    call: ActivityCall,
    visibleAt: number,
  ): void {
    this.#sql(
      'INSERT INTO messages (queue, instance, execution, visibleAt, body) VALUES (?, ?, ?, ?, ?)',
    ).run(queue, from.instance, from.execution, visibleAt, JSON.stringify(call));
  }

  /** What is visible at `now` for one orchestration, in the order of arrival. */
  arrivals(instance: string, now: number, limit: number): Message[] {
    return this.#sql(
      `SELECT * FROM messages WHERE instance = ? AND queue IN ('turn', 'newTurn') AND held = 0 AND visibleAt <= ?
       ORDER BY visibleAt, seq LIMIT ?`,
    ).all(instance, now, limit) as unknown as Message[];
  }

  /** What is visible at `now` on a queue, oldest first, one row at a time. */
  ready(queue: Queue, now: number): Iterable<Message> {
    return this.#sql(
      'SELECT * FROM messages WHERE queue = ? AND held = 0 AND visibleAt <= ? ORDER BY visibleAt, seq',
    ).iterate(queue, now) as Iterable<unknown> as Iterable<Message>;
  }

  /** When the next message becomes visible that is not yet at `now`. */
  nextVisible(now: number): number | undefined {
    const row = this.#sql(
      "SELECT min(visibleAt) AS at FROM messages WHERE queue = 'turn' AND held = 0 AND visibleAt > ?",
    ).get(now) as { at: number | null };
    return row.at ?? undefined;
  }

  deleteMessage(seq: number): boolean {
    return this.#sql('DELETE FROM messages WHERE seq = ?').run(seq).changes > 0;
  }

  deleteTimer(instance: string, execution: string, timer: number): void {
    this.#sql(
      "DELETE FROM messages WHERE instance = ? AND queue = 'turn' AND execution = ? AND timer = ?",
    ).run(instance, execution, timer);
  }

  /** Deletes what waits for one execution, or with null for the instance as a whole. Calls of activities stay. */
  deleteArrivals(instance: string, execution: string | null): void {
    this.#sql(
      "DELETE FROM messages WHERE instance = ?1 AND queue IN ('turn', 'newTurn') AND (?2 IS NULL OR execution = ?2)",
    ).run(instance, execution);
  }

  /** Keeps arrivals back while an instance is suspended, or lets them go. Controls always reach it. */
  hold(instance: string, held: boolean): void {
    this.#sql(
      "UPDATE messages SET held = ? WHERE instance = ? AND queue IN ('turn', 'newTurn') AND control = 0",
    ).run(held ? 1 : 0, instance);
  }

  /** A small value that the runtime keeps by name, such as its clock. */
  kept<T>(name: string): T | undefined {
    const row = this.#sql('SELECT value FROM kept WHERE name = ?').get(name) as { value: string } | undefined;
    try {
      return row && (JSON.parse(row.value) as T);
    } catch (cause) {
      throw new Error(`${this.path} cannot be read. What it keeps as ${name} is no JSON.`, { cause });
    }
  }

  keep(name: string, value: unknown): void {
    this.#sql('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)').run(name, JSON.stringify(value));
  }
}
