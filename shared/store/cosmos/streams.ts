import { randomUUID } from 'node:crypto';
import { contiguous } from '../stream.ts';
import type { Commit } from '../types.ts';
import type { Address, Documents } from './documents.ts';
import { OutcomeUnknown } from './errors.ts';

/** A commit with the mark of the call that wrote it. */
type CommitDocument = Commit & { readonly write: string };

/** The streams: one document per commit in the case's partition, its id the commit number. */
export function streams(documents: Documents) {
  const address = (caseId: string, number: number): Address => ({
    container: 'streams',
    partition: caseId,
    id: String(number),
  });

  return {
    async load(caseId: string): Promise<readonly Commit[]> {
      const commits = await Array.fromAsync(
        documents.query<CommitDocument>({
          container: 'streams',
          partition: caseId,
          text: 'SELECT * FROM c WHERE c.caseId = @caseId ORDER BY c.number',
          parameters: { caseId },
        }),
        toCommit,
      );
      return contiguous(caseId, commits);
    },

    /**
     * False when another call has created this commit number. An answer that got lost is asked for once more:
     * the number is then taken by this call's own write, which its mark proves.
     */
    async create(commit: Commit): Promise<boolean> {
      const at = address(commit.caseId, commit.number);
      const document: CommitDocument = { ...commit, write: randomUUID() };
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

    async exists(caseId: string): Promise<boolean> {
      return (await documents.read(address(caseId, 0))) !== undefined;
    },

    caseIds(): AsyncIterable<string> {
      return documents.query<string>({
        container: 'streams',
        text: "SELECT VALUE c.caseId FROM c WHERE c.id = '0'",
      });
    },
  };
}

function toCommit({ caseId, number, at, events, idempotency }: CommitDocument): Commit {
  return { caseId, number, at, events, ...(idempotency ? { idempotency } : {}) };
}
