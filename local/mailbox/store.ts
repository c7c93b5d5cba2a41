import type { DatabaseSync } from 'node:sqlite';

import { openFile } from '../file.ts';

/** Between the recipients of one mail. No address holds a blank, so it can't be mistaken for a part of one. */
export const recipientSeparator = ', ';

/** A mail as the mailbox keeps it. `sentAt` is on the product's clock, in ms. */
export interface StoredMail {
  readonly id: number;
  readonly from: string;
  /** One address, or several with `recipientSeparator` between them. */
  readonly to: string;
  /** Who got a copy, in the same way; empty: nobody. */
  readonly cc: string;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly caseId: string;
  readonly kind: string;
  readonly sentAt: number;
}

export type OperationStatus = 'Running' | 'Succeeded' | 'Failed' | 'Canceled';

export interface Operation {
  readonly id: string;
  readonly status: OperationStatus;
  /** What the operation becomes once it has been asked for. */
  readonly outcome: OperationStatus;
}

/** An answered repeatable request: what came with it, and what was answered. */
export interface Repetition {
  readonly requestId: string;
  readonly firstSent: string;
  readonly bodyHash: string;
  readonly status: number;
  readonly answer: string;
}

export interface MailFilter {
  /** One of the recipients, or of those who got a copy. */
  readonly to?: string | undefined;
  readonly caseId?: string | undefined;
  readonly kind?: string | undefined;
}

const schema = `
  CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY, operationId TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    language TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL,
    caseId TEXT NOT NULL, kind TEXT NOT NULL, sentAt INTEGER NOT NULL, copies TEXT NOT NULL DEFAULT ''
  ) STRICT;
  CREATE INDEX IF NOT EXISTS mailsByCase ON mails (caseId);
  CREATE TABLE IF NOT EXISTS operations (id TEXT PRIMARY KEY, status TEXT NOT NULL, outcome TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS repetitions (
    requestId TEXT PRIMARY KEY, firstSent TEXT NOT NULL, bodyHash TEXT NOT NULL, status INTEGER NOT NULL,
    answer TEXT NOT NULL, at INTEGER NOT NULL
  ) STRICT;
`;

const columns =
  'id, sender AS "from", recipient AS "to", copies AS cc, language, subject, text, html, caseId, kind, sentAt';

/** SQL for a list that holds a member, in whatever case, only between two separators. */
function separated(list: string): string {
  return `'${recipientSeparator}' || lower(${list}) || '${recipientSeparator}'`;
}

/** A file from before mails had copies. */
function addCopies(database: DatabaseSync): void {
  const names = database
    .prepare('PRAGMA table_info(mails)')
    .all()
    .map(({ name }) => name);
  if (!names.includes('copies'))
    database.exec("ALTER TABLE mails ADD COLUMN copies TEXT NOT NULL DEFAULT ''");
}

export type MailStore = ReturnType<typeof openMailStore>;

/**
 * The mailbox's file. What was accepted is on disk before it is answered.
 * @throws Error that names the file where another process holds it, or where it cannot be read.
 */
export function openMailStore(path: string) {
  const database = openFile(path, schema);
  addCopies(database);
  const insertMail = database.prepare(
    `INSERT INTO mails (operationId, sender, recipient, language, subject, text, html, caseId, kind, sentAt, copies)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertOperation = database.prepare('INSERT INTO operations (id, status, outcome) VALUES (?, ?, ?)');
  const insertRepetition = database.prepare('INSERT OR REPLACE INTO repetitions VALUES (?, ?, ?, ?, ?, ?)');
  const dropRepetitions = database.prepare('DELETE FROM repetitions WHERE at < ?');
  const selectOperation = database.prepare('SELECT id, status, outcome FROM operations WHERE id = ?');
  const finishOperation = database.prepare('UPDATE operations SET status = outcome WHERE id = ?');
  const selectRepetition = database.prepare(
    'SELECT requestId, firstSent, bodyHash, status, answer FROM repetitions WHERE requestId = ? AND at >= ?',
  );
  const selectMail = database.prepare(`SELECT ${columns} FROM mails WHERE id = ?`);
  const selectMails = database.prepare(
    `SELECT ${columns} FROM mails
     WHERE (?1 IS NULL OR instr(${separated("recipient || ', ' || copies")}, ${separated('?1')}) > 0)
       AND (?2 IS NULL OR caseId = ?2) AND (?3 IS NULL OR kind = ?3)
     ORDER BY id`,
  );
  const selectLast = database.prepare('SELECT max(id) AS id FROM mails');

  return {
    /** All in one transaction: the operation, its mails and, when the request can be repeated, its answer. */
    accept(operation: Operation, mails: readonly Omit<StoredMail, 'id'>[], repetition?: Repetition, at = 0) {
      database.exec('BEGIN IMMEDIATE');
      try {
        insertOperation.run(operation.id, operation.status, operation.outcome);
        for (const mail of mails) this.keep(mail, operation.id);
        if (repetition) this.remember(repetition, at);
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    /** `origin`: the operation, or whatever else it came by. */
    keep(mail: Omit<StoredMail, 'id'>, origin: string) {
      const { from, to, language, subject, text, html, caseId, kind, sentAt, cc } = mail;
      insertMail.run(origin, from, to, language, subject, text, html, caseId, kind, sentAt, cc);
    },
    remember({ requestId, firstSent, bodyHash, status, answer }: Repetition, at: number) {
      insertRepetition.run(requestId, firstSent, bodyHash, status, answer, at);
    },
    repetition(requestId: string, since: number): Repetition | undefined {
      return selectRepetition.get(requestId, since) as Repetition | undefined;
    },
    forget(before: number) {
      dropRepetitions.run(before);
    },
    operation(id: string): Operation | undefined {
      return selectOperation.get(id) as Operation | undefined;
    },
    finish(id: string) {
      finishOperation.run(id);
    },
    mail(id: number): StoredMail | undefined {
      return selectMail.get(id) as StoredMail | undefined;
    },
    mails({ to, caseId, kind }: MailFilter): StoredMail[] {
      return selectMails.all(to ?? null, caseId ?? null, kind ?? null) as unknown as StoredMail[];
    },
    /** The id of the latest mail; 0 when there is none. */
    last(): number {
      return (selectLast.get() as { id: number | null }).id ?? 0;
    },
    close() {
      database.close();
    },
  };
}
