import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../errors.ts';
import type { CaseStore } from '../types.ts';
import { guarded, openDatabase, storeError } from './database.ts';
import { entitlements } from './entitlements.ts';
import { GroupCommit } from './groupCommit.ts';
import { caseList } from './list.ts';
import { caseQueues } from './queues.ts';
import { registry } from './registry.ts';
import { streams } from './streams.ts';
import { tallies } from './tallies.ts';
import { wakes } from './wakes.ts';

export interface SqliteSettings {
  /** The database file; its folder is created where it is missing. */
  readonly path: string;
  /** So many pages the file may have: a disk that is full, for tests. */
  readonly mostPages?: number;
}

/**
 * The store of one machine: a SQLite file in WAL mode with full sync. Stream, list projection and wake row of
 * a commit are one transaction, so that no crash leaves them apart.
 */
export function openSqliteStore({ path, mostPages }: SqliteSettings): CaseStore {
  const db = openDatabase(path);
  if (mostPages !== undefined) db.exec(`PRAGMA max_page_count = ${mostPages}`);
  const commits = new GroupCommit(db, { errorOf: storeError });
  const rows = caseList(db);
  const queues = caseQueues(db);
  const tally = tallies(db);
  const wakeRows = wakes(db);
  const stream = streams(db);
  const tenants = entitlements(db);
  const entries = registry(db);

  const read = async <T>(work: () => T): Promise<T> => {
    assertOpen(db);
    return guarded(work);
  };
  let isFull = false as boolean;
  const write = async <T>(work: () => T): Promise<T> => {
    assertOpen(db);
    try {
      const result = await commits.run(work);
      isFull = false;
      return result;
    } catch (error) {
      isFull ||= error instanceof StoreUnavailable;
      throw error;
    }
  };
  const probe = probing(db);

  return {
    wakeShards: 1,
    load: (caseId, foldVersion) => read(() => stream.load(caseId, foldVersion)),
    readFrom: (caseId, sequence, most) => read(() => stream.readFrom(caseId, sequence, most)),
    snapshotBefore: (caseId, sequence, foldVersion) =>
      read(() => stream.snapshotBefore(caseId, sequence, foldVersion)),
    findKeyed: (caseId, scope) => read(() => stream.findKeyed(caseId, scope)),
    keepSnapshot: (snapshot) => write(() => stream.keepSnapshot(snapshot)),
    append: (commit, { row, rowSince, wakeAfter, epoch, mailAfter, wakeFollows, snapshot, tally: tallied }) =>
      write(() => {
        if (!stream.create(commit)) return 'conflict';
        if (rowSince === commit.number) rows.put(row);
        if (!wakeFollows) wakeRows.put(commit.caseId, commit.number, wakeAfter, epoch, mailAfter);
        if (snapshot) stream.keepSnapshot(snapshot);
        if (tallied) tally.advance(commit.caseId, commit.number, tallied);
        return 'appended';
      }),
    list: (query) => read(() => rows.list(query)),
    count: (query) => read(() => rows.count(query)),
    queue: (query) => read(() => queues.page(query)),
    queueCounts: (filter) => read(() => queues.counts(filter)),
    changes: (after, most) => read(() => queues.changes(after, most)),
    counts: (query) => read(() => tally.counts(query)),
    readTally: (caseId) => read(() => tally.get(caseId)),
    repairTallies: (all) =>
      write(() => {
        for (const stored of all) tally.repair(stored);
      }),
    behind: (most) =>
      read(() => {
        const caseIds = tally.behind(most);
        return { caseIds, rows: true, more: caseIds.length >= most, mark: '' };
      }),
    caughtUp: async () => undefined,
    beginRecount: () => write(() => tally.begin()),
    endRecount: () =>
      write(() => {
        tally.end();
        queues.recount();
      }),
    overdueWakes: (shard, before, now, limit) =>
      read(() => (shard === 0 ? wakeRows.overdue(before, now, limit) : [])),
    getWake: (caseId) => read(() => wakeRows.get(caseId)),
    listWakes: (top, continuation, filter) => read(() => wakeRows.list(top, continuation, filter)),
    noteAttempt: (caseId, attempt) => write(() => wakeRows.noteAttempt(caseId, attempt)),
    wakeBacklog: (before) => read(() => wakeRows.backlog(before)),
    repairRow: (row) => write(() => rows.put(row)),
    repairWake: (caseId, commit, wakeAt, epoch, mail) =>
      write(() => wakeRows.put(caseId, commit, wakeAt, epoch, mail)),
    mailBacklog: (before) => read(() => wakeRows.mailBacklog(before)),
    deleteWake: (caseId) => write(() => wakeRows.deleteWithoutStream(caseId)),
    async *caseIds() {
      for (let after = ''; ;) {
        const page = await read(() => stream.caseIdsAfter(after));
        yield* page;
        const last = page.at(-1);
        if (last === undefined) return;
        after = last;
      }
    },
    getEntitlement: (tenantId) => read(() => tenants.get(tenantId)),
    putEntitlement: (tenantId, body, ifMatch) => write(() => tenants.put(tenantId, body, ifMatch)),
    async *entitlements() {
      for (let after = ''; ;) {
        const page = await read(() => tenants.after(after));
        yield* page;
        const last = page.at(-1);
        if (last === undefined) return;
        after = last.tenantId;
      }
    },
    tenantsDelegatingTo: (partnerTenantId) => read(() => tenants.delegatingTo(partnerTenantId)),
    registry: {
      get: (kind, id) => read(() => entries.get(kind, id)),
      put: (kind, id, body, ifMatch) => write(() => entries.put(kind, id, body, ifMatch)),
      list: (kind) => read(() => entries.list(kind)),
    },
    clockOffset: () => 0,
    async ping() {
      await read(() => void db.prepare('SELECT 1').get());
      // Reading works where writing does not: after a write that failed, only one that succeeds says that all is well.
      if (isFull) await write(probe);
    },
    async close() {
      if (!db.isOpen) return;
      commits.flush();
      db.close();
    },
  };
}

/** Writes as much as a commit does, in the place of what was written so before. */
function probing(db: DatabaseSync): () => void {
  const insert = db.prepare('INSERT INTO probes (body) VALUES (randomblob(65536))');
  const removeOthers = db.prepare('DELETE FROM probes WHERE rowid <> ?');
  return () => {
    const { lastInsertRowid } = insert.run();
    removeOthers.run(lastInsertRowid);
  };
}

function assertOpen(db: DatabaseSync): void {
  if (!db.isOpen) throw new StoreUnavailable('the store is closed');
}
