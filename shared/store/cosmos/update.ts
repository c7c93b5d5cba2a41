import { StoreUnavailable } from '../errors.ts';
import type { Address, Documents, Versioned } from './documents.ts';
import { OutcomeUnknown } from './errors.ts';

/** How often a conditional write is tried against other writers before the caller is asked for patience. */
const maxTries = 50;

/**
 * Writes what `change` makes of the stored document, on condition that nobody else has written in between;
 * otherwise again from what is stored then. `undefined` from `change` means that it may stay as it is. Answers
 * what is stored in the end.
 *
 * `known` is what the document is thought to be, to save reading it. A write whose answer got lost is looked
 * at again once, with `doubtful` set: what is stored then may be this call's own.
 */
export async function update<T extends object>(
  documents: Documents,
  address: Address,
  change: (stored: T | undefined, doubtful: boolean) => T | undefined,
  known?: Versioned<T> | 'missing',
): Promise<Versioned<T> | undefined> {
  let thought = known;
  let doubtful = false;
  for (let tries = 0; tries < maxTries; tries++) {
    const stored = thought === 'missing' ? undefined : (thought ?? (await documents.read<T>(address)));
    thought = undefined;
    const document = change(stored?.document, doubtful);
    if (!document) return stored;
    try {
      const etag = stored
        ? await documents.replace(address, document, stored.etag)
        : await documents.create(address, document);
      if (etag !== undefined) return { document, etag };
    } catch (error) {
      if (doubtful || !(error instanceof OutcomeUnknown)) throw error;
      doubtful = true;
    }
  }
  throw new StoreUnavailable(`too many writers of ${address.container} ${address.id}`);
}
