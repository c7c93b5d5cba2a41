import type { AppendEffects, CaseStore } from '../types.ts';
import type { Commit } from '../stream.ts';
import { cosmosDocuments, type CosmosConnection } from './client.ts';
import type { Documents } from './documents.ts';
import { entitlements } from './entitlements.ts';
import { caseList } from './list.ts';
import { caseQueues } from './queues.ts';
import { registry } from './registry.ts';
import { streams } from './streams.ts';
import { tallies } from './tallies.ts';
import { wakes } from './wakes.ts';

export interface CosmosBehaviour {
  /** Over how many shards the wakes are spread, 8 by default. Fixed for the life of a database. */
  readonly wakeShards?: number;
  /** How long (real ms) nobody asks whether the sums have changed. 5 s by default. */
  readonly countsKept?: number;
  /**
   * Told when a commit is kept but what is derived from it could not be written, which the sweep then repairs.
   * By default a warning of the process.
   */
  readonly onLeftToSweep?: (commit: Commit, cause: unknown) => void;
}

/** The store on Azure: containers `streams`, `cases`, `wakes`, `tallies`, `entitlements` and `registry` of a Cosmos DB database. */
export function openCosmosStore(settings: CosmosConnection & CosmosBehaviour): CaseStore {
  return cosmosStore(cosmosDocuments(settings), settings);
}

/** The same over any `Documents`. */
export function cosmosStore(documents: Documents, behaviour: CosmosBehaviour = {}): CaseStore {
  const { wakeShards = 8, onLeftToSweep = warn, countsKept = 5_000 } = behaviour;
  const stream = streams(documents);
  const rows = caseList(documents);
  const queues = caseQueues(documents);
  const tally = tallies(documents, stream, countsKept);
  const wakeRows = wakes(documents, wakeShards);
  const tenants = entitlements(documents);

  /**
   * Guard, commit, list row, true wake, snapshot: in this order a crash after any of them leaves a wake row that
   * brings the sweep to the case (`docs/store.md` goes through them). Once the commit is created the answer is
   * `appended`, whatever becomes of the rest: the caller's work is done and must not be done twice. Each of the rest
   * is written whatever became of the others; where the list row could not be, the wake brings the sweep to mend it.
   */
  async function append(commit: Commit, effects: AppendEffects): Promise<'appended' | 'conflict'> {
    const { caseId, number } = commit;
    const { row, rowSince, wakeAfter, mailAfter, wakeFollows, snapshot } = effects;
    const guardWake = earliest(effects.guardAt, wakeAfter);
    const guard = needsGuard(commit, effects)
      ? await wakeRows.guard(caseId, number, guardWake, effects.guardAt)
      : undefined;
    if (guard === 'late' || !(await stream.create(commit))) return 'conflict';
    const attempt = (write: Promise<void>): Promise<boolean> =>
      write.then(
        () => true,
        (error: unknown) => {
          onLeftToSweep(commit, error);
          return false;
        },
      );
    const isGuarded = guard !== undefined && wakeAfter === guardWake;
    const movesWake = !wakeFollows && !isGuarded;
    // Whoever moves the wake on must know that the list row is right, also where another writer should have put it.
    const isListed = (rowSince < number && !movesWake) || (await attempt(rows.put(row, rowSince)));
    if (movesWake || (!wakeFollows && !isListed)) {
      const wakeAt = isListed ? wakeAfter : guardWake;
      await attempt(wakeRows.commit(caseId, number, wakeAt, effects.epoch, mailAfter, guard));
    }
    if (snapshot) await attempt(stream.keepSnapshot(snapshot));
    return 'appended';
  }

  return {
    wakeShards,
    load: stream.load,
    readFrom: stream.readFrom,
    snapshotBefore: stream.snapshotBefore,
    findKeyed: stream.findKeyed,
    keepSnapshot: stream.keepSnapshot,
    append,
    list: rows.list,
    count: rows.count,
    queue: queues.page,
    queueCounts: queues.counts,
    changes: queues.changes,
    counts: tally.counts,
    readTally: tally.read,
    repairTallies: tally.repair,
    behind: tally.behind,
    caughtUp: tally.caughtUp,
    beginRecount: tally.beginRecount,
    endRecount: tally.endRecount,
    overdueWakes: wakeRows.overdue,
    getWake: wakeRows.get,
    listWakes: wakeRows.list,
    noteAttempt: wakeRows.noteAttempt,
    wakeBacklog: wakeRows.backlog,
    mailBacklog: wakeRows.mailBacklog,
    repairRow: rows.put,
    repairWake: wakeRows.repair,
    deleteWake: (caseId) => wakeRows.removeWithoutStream(caseId, () => stream.exists(caseId)),
    caseIds: stream.caseIds,
    getEntitlement: tenants.get,
    putEntitlement: tenants.put,
    entitlements: tenants.all,
    tenantsDelegatingTo: tenants.delegatingTo,
    registry: registry(documents),
    clockOffset: () => documents.clockOffset(),
    ping: documents.ping,
    async close() {
      documents.close();
    },
  };
}

/**
 * Whether a crash after the commit could leave the case without a wake row that is due early enough: it is new,
 * its wake comes forward, or it had none, so that nothing would ever bring the sweep to its list row.
 */
function needsGuard({ number }: Commit, { wakeBefore, wakeAfter }: AppendEffects): boolean {
  return number === 0 || wakeBefore === null || (wakeAfter !== null && wakeAfter < wakeBefore);
}

function earliest(guardAt: number, wakeAfter: number | null): number {
  return wakeAfter === null ? guardAt : Math.min(guardAt, wakeAfter);
}

function warn({ caseId, number }: Commit, cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause);
  process.emitWarning(
    `Commit ${number} of case ${caseId} is kept; what follows from it is left to the sweep: ${reason}`,
  );
}
