import type { DatabaseSync } from 'node:sqlite';

/** Each entry brings the schema from its index to the next version. Entries are never edited, only added. */
const migrations: readonly string[] = [
  `CREATE TABLE commits (
     caseId TEXT NOT NULL,
     number INTEGER NOT NULL CHECK (number >= 0),
     body TEXT NOT NULL,
     PRIMARY KEY (caseId, number)
   ) STRICT;

   CREATE TABLE cases (
     caseId TEXT NOT NULL PRIMARY KEY,
     tenantId TEXT NOT NULL,
     "commit" INTEGER NOT NULL,
     status TEXT NOT NULL,
     severity TEXT NOT NULL,
     submittedAt INTEGER NOT NULL,
     dueAt INTEGER,
     breached INTEGER NOT NULL,
     state TEXT NOT NULL
   ) STRICT;
   CREATE INDEX casesBySubmission ON cases (submittedAt DESC, caseId);
   CREATE INDEX casesByTenant ON cases (tenantId, submittedAt DESC, caseId);

   CREATE TABLE wakes (
     caseId TEXT NOT NULL PRIMARY KEY,
     wakeAt INTEGER,
     "commit" INTEGER NOT NULL,
     failures INTEGER NOT NULL DEFAULT 0,
     lastAttemptAt INTEGER,
     retryAt INTEGER,
     lastError TEXT
   ) STRICT;
   CREATE INDEX wakesByTime ON wakes (wakeAt) WHERE wakeAt IS NOT NULL;

   CREATE TABLE entitlements (
     tenantId TEXT NOT NULL PRIMARY KEY,
     body TEXT NOT NULL,
     etag TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE delegations (
     partnerTenantId TEXT NOT NULL,
     tenantId TEXT NOT NULL REFERENCES entitlements,
     PRIMARY KEY (partnerTenantId, tenantId)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX delegationsByTenant ON delegations (tenantId);`,

  `CREATE TABLE registry (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     etag TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT;`,
];

/**
 * Brings an opened database to the newest schema; several processes may do so at once.
 * @throws Error when a newer version of the product has already changed the file.
 */
export function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > migrations.length) {
      throw new Error(
        `The database has schema version ${version}, this program knows up to ${migrations.length}: ` +
          'start the version of the program that wrote it, or a newer one.',
      );
    }
    for (const sql of migrations.slice(version)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
