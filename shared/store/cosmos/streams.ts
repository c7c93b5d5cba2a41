import { randomUUID } from 'node:crypto';
import { systemClock } from '../../clock.ts';
import { commitFrom, snapshotFrom, withFormat, type Stored } from '../formats.ts';
import { lastSequence, storedStream, type Commit, type Snapshot, type StoredStream } from '../stream.ts';
import type { Address, Documents } from './documents.ts';
import { OutcomeUnknown } from './errors.ts';

/** A commit with the mark of the call that wrote it. */
type CommitDocument = Stored<Commit> & {
  readonly write: string;
  readonly lastSequence: number;
  /** Real time (ms), of its writer: for who looks what is new. */
  readonly writtenAt: number;
};

/** A snapshot. `number` puts it between the commit it ends with and the next one. */
type SnapshotDocument = Stored<Snapshot> & { readonly number: number };

/** Documents a page of a stream that is being loaded has: as a rule all that follows the latest snapshot. */
const loadPage = 50;

/**
 * The streams: one document per commit in the case's partition, its id the commit number, and beside them the
 * snapshots. A load goes back from the latest commit to the latest snapshot, so that it costs one request at any age.
 */
export function streams(documents: Documents) {
  const address = (caseId: string, id: string): Address => ({ container: 'streams', partition: caseId, id });

  async function first<T>(query: AsyncIterable<T>): Promise<T | undefined> {
    for await (const document of query) return document;
    return undefined;
  }

  return {
    async load(caseId: string, foldVersion: number): Promise<StoredStream> {
      const commits: Commit[] = [];
      const query = documents.query<CommitDocument | SnapshotDocument>({
        container: 'streams',
        partition: caseId,
        text: 'SELECT * FROM c WHERE c.caseId = @caseId ORDER BY c.number DESC',
        parameters: { caseId },
        pageSize: loadPage,
      });
      let snapshot: Snapshot | undefined;
      for await (const document of query) {
        if (!('foldVersion' in document)) {
          commits.push(commitFrom(caseId, document));
          continue;
        }
        snapshot = document.foldVersion === foldVersion ? snapshotFrom(document) : undefined;
        if (snapshot) break;
      }
      return storedStream(caseId, snapshot, commits.reverse());
    },

    async readFrom(caseId: string, sequence: number, most: number): Promise<readonly Commit[]> {
      const query = documents.query<CommitDocument>({
        container: 'streams',
        partition: caseId,
        text:
          'SELECT * FROM c WHERE c.caseId = @caseId AND c.lastSequence >= @sequence ' +
          'ORDER BY c.lastSequence ASC',
        parameters: { caseId, sequence },
        limit: most,
      });
      return Array.fromAsync(query, (document) => commitFrom(caseId, document));
    },

    async snapshotBefore(
      caseId: string,
      sequence: number,
      foldVersion: number,
    ): Promise<Snapshot | undefined> {
      return snapshotFrom(
        await first(
          documents.query<SnapshotDocument>({
            container: 'streams',
            partition: caseId,
            text:
              'SELECT * FROM c WHERE c.caseId = @caseId AND c.foldVersion = @foldVersion ' +
              'AND c.sequence <= @sequence ORDER BY c.sequence DESC',
            parameters: { caseId, sequence, foldVersion },
            limit: 1,
          }),
        ),
      );
    },

    async findKeyed(caseId: string, scope: string): Promise<Commit | undefined> {
      const found = await first(
        documents.query<CommitDocument>({
          container: 'streams',
          partition: caseId,
          text: 'SELECT * FROM c WHERE c.caseId = @caseId AND c.idempotency.scope = @scope ORDER BY c.number ASC',
          parameters: { caseId, scope },
          limit: 1,
        }),
      );
      return found && commitFrom(caseId, found);
    },

    /**
     * False when another call has created this commit number. An answer that got lost is asked for once more:
     * the number is then taken by this call's own write, which its mark proves.
     */
    async create(commit: Commit): Promise<boolean> {
      const at = address(commit.caseId, String(commit.number));
      const document: CommitDocument = {
        ...withFormat('commit', commit),
        lastSequence: lastSequence(commit),
        write: randomUUID(),
        writtenAt: systemClock.now(),
      };
      const create = async () => (await documents.create(at, document)) !== undefined;
      const created = await create().catch((error: unknown) => {
        if (error instanceof OutcomeUnknown) return create();
        throw error;
      });
      if (created) return true;
      const taken = await documents.read<CommitDocument>(at);
      if (!taken)
        throw new OutcomeUnknown(`commit ${commit.number} is taken, by a write that can't be read yet`);
      return taken.document.write === document.write;
    },

    async keepSnapshot(snapshot: Snapshot): Promise<void> {
      const { caseId, commit, foldVersion } = snapshot;
      const document: SnapshotDocument = { ...withFormat('snapshot', snapshot), number: commit + 0.5 };
      await documents.create(address(caseId, `snapshot-${foldVersion}-${commit}`), document);
    },

    async exists(caseId: string): Promise<boolean> {
      return (await documents.read(address(caseId, '0'))) !== undefined;
    },

    /** The last commits that were written from an instant (ms) on, in order: case, number and when. */
    writtenFrom(
      since: number,
      most: number,
    ): AsyncIterable<{ readonly caseId: string; readonly number: number; readonly writtenAt: number }> {
      return documents.query({
        container: 'streams',
        text:
          'SELECT c.caseId, c.number, c.writtenAt FROM c WHERE c.writtenAt >= @since ' +
          'ORDER BY c.writtenAt ASC, c.id ASC',
        parameters: { since },
        limit: most,
      });
    },

    caseIds(): AsyncIterable<string> {
      return documents.query<string>({
        container: 'streams',
        text: "SELECT VALUE c.caseId FROM c WHERE c.id = '0'",
      });
    },
  };
}
