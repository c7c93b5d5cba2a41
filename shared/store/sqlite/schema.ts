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
  `ALTER TABLE cases ADD COLUMN plan TEXT;
   ALTER TABLE cases ADD COLUMN country TEXT;
   ALTER TABLE cases ADD COLUMN ownerId TEXT;
   ALTER TABLE cases ADD COLUMN owedAt INTEGER;
   ALTER TABLE cases ADD COLUMN riskAt INTEGER;
   ALTER TABLE cases ADD COLUMN nextDueAt INTEGER;
   ALTER TABLE cases ADD COLUMN waitsForCustomer INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE cases ADD COLUMN waitsForApproval INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE cases ADD COLUMN mailFailed INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE cases ADD COLUMN atRest INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE cases ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX casesByChange ON cases (changed);
   CREATE INDEX casesByDue ON cases (nextDueAt, caseId);
   CREATE INDEX casesByOwner ON cases (ownerId, nextDueAt, caseId) WHERE ownerId IS NOT NULL;
   CREATE INDEX casesOwed ON cases (nextDueAt, caseId, owedAt, riskAt, COVERED) WHERE owedAt IS NOT NULL;
   CREATE INDEX casesOfCustomers ON cases (nextDueAt, caseId, COVERED) WHERE waitsForCustomer = 1;
   CREATE INDEX casesToApprove ON cases (nextDueAt, caseId, COVERED) WHERE waitsForApproval = 1;
   CREATE INDEX casesUnmailed ON cases (nextDueAt, caseId, COVERED) WHERE mailFailed = 1;
   CREATE INDEX casesAtRest ON cases (nextDueAt, caseId, COVERED) WHERE atRest = 1;

   CREATE TABLE searched (id INTEGER PRIMARY KEY, caseId TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;
   CREATE VIRTUAL TABLE caseText USING fts5(
     text, content = '', contentless_delete = 1, detail = full, tokenize = 'trigram');

   CREATE TABLE tallies (
     caseId TEXT NOT NULL PRIMARY KEY,
     "commit" INTEGER NOT NULL,
     generation INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE TABLE counts (
     generation INTEGER NOT NULL,
     "of" TEXT NOT NULL,
     level INTEGER NOT NULL,
     period TEXT NOT NULL,
     cell TEXT NOT NULL,
     "count" INTEGER NOT NULL,
     PRIMARY KEY (generation, "of", level, period, cell)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE recounts (present INTEGER NOT NULL, next INTEGER) STRICT;
   INSERT INTO recounts (present, next) VALUES (0, NULL);
   CREATE TABLE behind (caseId TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
   INSERT INTO behind SELECT caseId FROM cases;`.replaceAll(
    'COVERED',
    'severity, plan, country, tenantId, ownerId, status',
  ),
  `CREATE TABLE queueSizes (queue TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   INSERT INTO queueSizes (queue, size)
     SELECT 'waitingForCustomer', count(*) FROM cases WHERE waitsForCustomer = 1
     UNION ALL SELECT 'waitingForApproval', count(*) FROM cases WHERE waitsForApproval = 1
     UNION ALL SELECT 'mailFailed', count(*) FROM cases WHERE mailFailed = 1
     UNION ALL SELECT 'atRest', count(*) FROM cases WHERE atRest = 1;
   CREATE TRIGGER casesQueued AFTER INSERT ON cases BEGIN
     UPDATE queueSizes SET size = size + NEW.waitsForCustomer WHERE queue = 'waitingForCustomer';
     UPDATE queueSizes SET size = size + NEW.waitsForApproval WHERE queue = 'waitingForApproval';
     UPDATE queueSizes SET size = size + NEW.mailFailed WHERE queue = 'mailFailed';
     UPDATE queueSizes SET size = size + NEW.atRest WHERE queue = 'atRest';
   END;
   CREATE TRIGGER casesRequeued AFTER UPDATE ON cases
   WHEN OLD.waitsForCustomer <> NEW.waitsForCustomer OR OLD.waitsForApproval <> NEW.waitsForApproval OR
     OLD.mailFailed <> NEW.mailFailed OR OLD.atRest <> NEW.atRest BEGIN
     UPDATE queueSizes SET size = size + NEW.waitsForCustomer - OLD.waitsForCustomer WHERE queue = 'waitingForCustomer';
     UPDATE queueSizes SET size = size + NEW.waitsForApproval - OLD.waitsForApproval WHERE queue = 'waitingForApproval';
     UPDATE queueSizes SET size = size + NEW.mailFailed - OLD.mailFailed WHERE queue = 'mailFailed';
     UPDATE queueSizes SET size = size + NEW.atRest - OLD.atRest WHERE queue = 'atRest';
   END;`,
  `CREATE TABLE owedByHour (
     what TEXT NOT NULL,
     hour INTEGER NOT NULL,
     size INTEGER NOT NULL,
     PRIMARY KEY (what, hour)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX casesByRisk ON cases (min(riskAt, nextDueAt)) WHERE owedAt IS NOT NULL AND riskAt IS NOT NULL;
   INSERT INTO owedByHour
     SELECT 'due', nextDueAt / 3600000, count(*) FROM cases WHERE owedAt IS NOT NULL GROUP BY 2
     UNION ALL SELECT 'dueAtRisk', nextDueAt / 3600000, count(*) FROM cases
       WHERE owedAt IS NOT NULL AND riskAt IS NOT NULL GROUP BY 2
     UNION ALL SELECT 'risk', min(riskAt, nextDueAt) / 3600000, count(*) FROM cases
       WHERE owedAt IS NOT NULL AND riskAt IS NOT NULL GROUP BY 2;
   CREATE TRIGGER casesOwing AFTER INSERT ON cases WHEN NEW.owedAt IS NOT NULL BEGIN
     ADDED
   END;
   CREATE TRIGGER casesOwingElse AFTER UPDATE ON cases
   WHEN OLD.owedAt IS NOT NEW.owedAt OR OLD.riskAt IS NOT NEW.riskAt OR OLD.nextDueAt IS NOT NEW.nextDueAt BEGIN
     UPDATE owedByHour SET size = size - 1
       WHERE OLD.owedAt IS NOT NULL AND what = 'due' AND hour = OLD.nextDueAt / 3600000;
     UPDATE owedByHour SET size = size - 1
       WHERE OLD.owedAt IS NOT NULL AND OLD.riskAt IS NOT NULL AND what = 'dueAtRisk'
         AND hour = OLD.nextDueAt / 3600000;
     UPDATE owedByHour SET size = size - 1
       WHERE OLD.owedAt IS NOT NULL AND OLD.riskAt IS NOT NULL AND what = 'risk'
         AND hour = min(OLD.riskAt, OLD.nextDueAt) / 3600000;
     DELETE FROM owedByHour WHERE size = 0
       AND hour IN (OLD.nextDueAt / 3600000, min(OLD.riskAt, OLD.nextDueAt) / 3600000);
     ADDED
   END;`.replaceAll(
    'ADDED',
    `INSERT INTO owedByHour SELECT 'due', NEW.nextDueAt / 3600000, 1 WHERE NEW.owedAt IS NOT NULL
       ON CONFLICT DO UPDATE SET size = size + 1;
     INSERT INTO owedByHour SELECT 'dueAtRisk', NEW.nextDueAt / 3600000, 1
       WHERE NEW.owedAt IS NOT NULL AND NEW.riskAt IS NOT NULL ON CONFLICT DO UPDATE SET size = size + 1;
     INSERT INTO owedByHour SELECT 'risk', min(NEW.riskAt, NEW.nextDueAt) / 3600000, 1
       WHERE NEW.owedAt IS NOT NULL AND NEW.riskAt IS NOT NULL ON CONFLICT DO UPDATE SET size = size + 1;`,
  ),
];

const newest = firstVersion - 1 + migrations.length;

/**
 * Brings an opened database to the newest schema, or to the one of an earlier release; several processes may do so at
 * once.
 * @throws Error when the file is of a version that is not read here, older or newer.
 */
export function migrate(db: DatabaseSync, to = newest): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    refuseOthers(version);
    const missing = migrations.slice(Math.max(0, version - firstVersion + 1), to - firstVersion + 1);
    for (const sql of missing) db.exec(sql);
    db.exec(`PRAGMA user_version = ${to}`);
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
