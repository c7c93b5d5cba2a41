import { randomUUID } from 'node:crypto';
import { contentEtag } from '../etag.ts';
import { registryId, registryKey } from '../registryKey.ts';
import type { PutOutcome, RegistryEntry, RegistryKind } from '../smallDocuments.ts';
import type { Address, Documents } from './documents.ts';
import { update } from './update.ts';

/** An entry with the marks of the calls that created it and that wrote it last. */
interface RegistryDocument {
  readonly kind: RegistryKind;
  readonly body: unknown;
  /** Kept, not computed when read: nothing promises that a body comes back with its keys in the same order. */
  readonly etag: string;
  readonly createdBy: string;
  readonly writtenBy: string;
}

/** What operations keep beside the cases: one document per entry in its kind's partition. */
export function registry(documents: Documents) {
  const address = (kind: RegistryKind, id: string): Address => ({
    container: 'registry',
    partition: kind,
    id: registryKey(id),
  });

  return {
    async get(kind: RegistryKind, id: string): Promise<RegistryEntry | undefined> {
      const stored = await documents.read<RegistryDocument>(address(kind, id));
      return stored && { id, body: stored.document.body, etag: stored.document.etag };
    },
    async put(kind: RegistryKind, id: string, body: unknown, ifMatch?: string | null): Promise<PutOutcome> {
      const etag = contentEtag(body);
      const call = randomUUID();
      let outcome = 'conflict' as PutOutcome['outcome'];
      await update<RegistryDocument>(
        documents,
        address(kind, id),
        (stored) => {
          // Done already, by a write of which the answer was lost: the outcome stays what it was. Another call
          // with the same content is told apart by its mark, and an entry is known to its creator for good.
          if (stored?.createdBy === call || stored?.writtenBy === call) return undefined;
          if (ifMatch !== undefined && ifMatch !== (stored?.etag ?? null)) {
            outcome = 'conflict';
            return undefined;
          }
          outcome = stored ? 'replaced' : 'created';
          return { kind, body, etag, createdBy: stored?.createdBy ?? call, writtenBy: call };
        },
        ifMatch === null ? 'missing' : undefined,
      );
      return outcome === 'conflict' ? { outcome } : { outcome, etag };
    },
    async list(kind: RegistryKind): Promise<readonly RegistryEntry[]> {
      return Array.fromAsync(
        documents.query<Pick<RegistryDocument, 'body' | 'etag'> & { readonly id: string }>({
          container: 'registry',
          partition: kind,
          text: 'SELECT c.id, c.body, c.etag FROM c WHERE c.kind = @kind ORDER BY c.id ASC',
          parameters: { kind },
        }),
        ({ id, body, etag }) => ({ id: registryId(id), body, etag }),
      );
    },
  };
}
