import { createHash } from 'node:crypto';
import { decodeCaseId, encodeCaseId } from '../continuation.ts';
import { pageOf } from '../pageOf.ts';
import type { Page } from '../types.ts';
import type { Attempt, WaitingMail, Wake, WakeFilter } from '../wakes.ts';
import type { Address, Documents, Versioned } from './documents.ts';
import { update } from './update.ts';
import { attempted, committed, guarding, isAbandoned, repaired, type WakeDocument } from './wakeDocument.ts';

type Known = Versioned<WakeDocument> | 'missing' | undefined;

/** What the sweep goes by: one small row per case, spread over shards by a hash of the case id. */
export function wakes(documents: Documents, shards: number) {
  const keyOf = (caseId: string) => ({ caseId, shard: shardOf(caseId, shards) });

  const addressOf = (caseId: string): Address => ({
    container: 'wakes',
    partition: keyOf(caseId).shard,
    id: caseId,
  });
  /** Cosmos DB's SDK merges no order of mixed types, so rows are ordered by a number, also where it is null. */
  const change = (
    caseId: string,
    to: (stored: WakeDocument | undefined) => WakeDocument | undefined,
    known?: Known,
  ) => {
    const ordered = (stored: WakeDocument | undefined) => {
      const next = to(stored);
      return next && { ...next, attempted: next.lastAttemptAt ?? 0 };
    };
    return update<WakeDocument>(documents, addressOf(caseId), ordered, known);
  };

  /** What a count and the earliest instant come to in all shards. */
  async function counted(
    text: string,
    before: number,
  ): Promise<{ readonly count: number; readonly oldest: number | null }> {
    const parts = await Promise.all(
      Array.from({ length: shards }, (_, shard) =>
        Array.fromAsync(
          documents.query<{ readonly count?: number; readonly oldest?: number }>({
            container: 'wakes',
            partition: String(shard),
            text,
            parameters: { shard: String(shard), before },
          }),
        ),
      ),
    );
    // Each page of an answer carries the aggregates of that page.
    const pages = parts.flat();
    const oldest = pages.flatMap((page) => (typeof page.oldest === 'number' ? [page.oldest] : []));
    return {
      count: pages.reduce((sum, { count = 0 }) => sum + count, 0),
      oldest: oldest.length ? Math.min(...oldest) : null,
    };
  }

  return {
    /**
     * Makes sure that the sweep looks at the case by `wakeAt`; its writer is dead if it is not through by `at`. Answers the row as it then is, or `late` when
     * it shows that the commit number is taken.
     */
    async guard(caseId: string, commit: number, wakeAt: number, at: number): Promise<Known | 'late'> {
      let late = false as boolean;
      const known = await change(
        caseId,
        (stored) => {
          const guarded = guarding(stored, keyOf(caseId), commit, wakeAt, at);
          late = guarded === 'late';
          return guarded === 'late' ? undefined : guarded;
        },
        commit === 0 ? 'missing' : undefined,
      );
      return late ? 'late' : known;
    },
    async commit(
      caseId: string,
      commit: number,
      wakeAt: number | null,
      epoch: number | null,
      mail?: WaitingMail,
      known?: Known,
    ): Promise<void> {
      await change(caseId, (stored) => committed(stored, keyOf(caseId), commit, wakeAt, epoch, mail), known);
    },
    async repair(
      caseId: string,
      commit: number,
      wakeAt: number | null,
      epoch: number | null,
      mail?: WaitingMail,
    ): Promise<void> {
      await change(caseId, (stored) => repaired(stored, keyOf(caseId), commit, wakeAt, epoch, mail));
    },
    async noteAttempt(caseId: string, attempt: Attempt): Promise<void> {
      await change(caseId, (stored) => attempted(stored, attempt));
    },
    async get(caseId: string): Promise<Wake | undefined> {
      const stored = await documents.read<WakeDocument>(addressOf(caseId));
      return stored && toWake(stored.document);
    },
    /** Removes the row unless it has seen a commit, its writer may still come, or `hasStream` finds one. */
    async removeWithoutStream(caseId: string, hasStream: () => Promise<boolean>): Promise<void> {
      const address = addressOf(caseId);
      const stored = await documents.read<WakeDocument>(address);
      if (!stored || stored.document.commit >= 0 || !isAbandoned(stored.document)) return;
      if (await hasStream()) return;
      await documents.remove(address, stored.etag);
    },
    async overdue(shard: number, before: number, now: number, limit: number): Promise<readonly Wake[]> {
      return Array.fromAsync(
        documents.query<WakeDocument>({
          container: 'wakes',
          partition: String(shard),
          text:
            'SELECT * FROM c WHERE c.shard = @shard AND c.wakeAt <= @before ' +
            'AND (IS_NULL(c.retryAt) OR c.retryAt <= @now) ' +
            'ORDER BY c.attempted ASC, c.wakeAt ASC, c.id ASC',
          parameters: { shard: String(shard), before, now },
          limit,
        }),
        toWake,
      );
    },
    async list(top: number, continuation?: string, { late, failing }: WakeFilter = {}): Promise<Page<Wake>> {
      const terms = [
        ...(late ? [`c.wakeAt ${late.is ? '<' : '>='} @now`] : []),
        ...(failing === undefined ? [] : [failing ? 'c.failures > 0' : 'c.failures = 0']),
      ];
      const found = await Array.fromAsync(
        documents.query<WakeDocument>({
          container: 'wakes',
          text: `SELECT * FROM c WHERE ${['IS_NUMBER(c.wakeAt)', 'c.id > @after', ...terms].join(' AND ')} ORDER BY c.id ASC`,
          parameters: {
            after: continuation === undefined ? '' : decodeCaseId(continuation),
            ...(late ? { now: late.now } : {}),
          },
          limit: top + 1,
        }),
        toWake,
      );
      return pageOf(found, top, ({ caseId: last }) => encodeCaseId(last));
    },
    backlog: (before: number) =>
      counted(
        'SELECT COUNT(1) AS count, MIN(c.wakeAt) AS oldest FROM c ' +
          'WHERE c.shard = @shard AND c.wakeAt <= @before',
        before,
      ),
    mailBacklog: (before: number) =>
      counted(
        'SELECT SUM(c.mail.count) AS count, MIN(c.mail.since) AS oldest FROM c ' +
          'WHERE c.shard = @shard AND c.mail.since <= @before',
        before,
      ),
  };
}

/** The shard of a case. Stable: a changed number of shards leaves rows behind where nobody looks for them. */
function shardOf(caseId: string, shards: number): string {
  return String(createHash('sha256').update(caseId).digest().readUInt32BE() % shards);
}

function toWake(document: WakeDocument): Wake {
  const { caseId, wakeAt, commit, failures, lastAttemptAt, retryAt, lastError, seen, mail } = document;
  // Rows of earlier releases have none.
  const epoch = (document.epoch as number | null | undefined) ?? null;
  return {
    caseId,
    wakeAt,
    commit,
    epoch,
    failures,
    lastAttemptAt,
    retryAt,
    ...(lastError === undefined ? {} : { lastError }),
    ...(mail === undefined ? {} : { mail }),
    ...(seen === undefined ? {} : { seen }),
  };
}
