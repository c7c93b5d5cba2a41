import type { DatabaseSync } from 'node:sqlite';

/** Files of earlier versions hold streams in a form of which no fixture was kept. */
const firstVersion = 3;

/** Each entry brings the schema from its index to the next version. Entries are never edited, only added. */
const migrations: readonly string[] = [
  `CREATE TABLE commits (
     caseId TEXT NOT NULL,
     number INTEGER NOT NULL CHECK (number >= 0),
     lastSequence INTEGER NOT NULL,
     keyScope TEXT,
     body TEXT NOT NULL,
     PRIMARY KEY (caseId, number)
   ) STRICT;
   CREATE INDEX commitsBySequence ON commits (caseId, lastSequence);
   CREATE INDEX commitsByKey ON commits (caseId, keyScope) WHERE keyScope IS NOT NULL;

   CREATE TABLE snapshots (
     caseId TEXT NOT NULL,
     foldVersion INTEGER NOT NULL,
     "commit" INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (caseId, foldVersion, "commit")
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE cases (
     caseId TEXT NOT NULL PRIMARY KEY,
     tenantId TEXT NOT NULL,
     "commit" INTEGER NOT NULL,
     status TEXT NOT NULL,
     severity TEXT NOT NULL,
     submittedAt INTEGER NOT NULL,
     dueAt INTEGER,
     breached INTEGER NOT NULL,
     policyVersion TEXT NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX casesBySubmission ON cases (submittedAt DESC, caseId);
   CREATE INDEX casesByTenant ON cases (tenantId, submittedAt DESC, caseId);

   CREATE TABLE awaiting (
     incident TEXT NOT NULL,
     caseId TEXT NOT NULL,
     PRIMARY KEY (incident, caseId)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX awaitingByCase ON awaiting (caseId);

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
   CREATE INDEX delegationsByTenant ON delegations (tenantId);

   CREATE TABLE registry (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     etag TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT;`,
  `ALTER TABLE wakes ADD COLUMN mailCount INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE wakes ADD COLUMN mailSince INTEGER;
   CREATE INDEX wakesByMail ON wakes (mailSince) WHERE mailSince IS NOT NULL;`,
  `ALTER TABLE wakes ADD COLUMN epoch INTEGER;
   ALTER TABLE wakes ADD COLUMN seen TEXT;
   CREATE TABLE probes (body BLOB NOT NULL) STRICT;`,
  `ALTER TABLE cases ADD COLUMN externalId TEXT GENERATED ALWAYS AS (json_extract(body, '$.summary.externalId')) VIRTUAL;
   CREATE INDEX casesByExternalId ON cases (externalId) WHERE externalId IS NOT NULL;`,
];

const newest = firstVersion - 1 + migrations.length;

/**
 * Brings an opened database to the newest schema; several processes may do so at once.
 * @throws Error when the file is of a version that is not read here, older or newer.
 */
export function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    refuseOthers(version);
    for (const sql of migrations.slice(Math.max(0, version - firstVersion + 1))) db.exec(sql);
    db.exec(`PRAGMA user_version = ${newest}`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function refuseOthers(version: number): void {
  if (version > newest) {
    throw new Error(
      `The database has schema version ${version}, this program knows up to ${newest}: ` +
        'start the version of the program that wrote it, or a newer one.',
    );
  }
  if (version > 0 && version < firstVersion) {
    throw new Error(
      `The database has schema version ${version}, from before stored formats were kept, and cannot be read any ` +
        'more: start the version of the program that wrote it, or begin with another file.',
    );
  }
}
