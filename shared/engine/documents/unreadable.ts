import type { CaseStore } from '../../store/types.ts';
import { storedCalendars } from '../calendars/book.ts';
import { storedEntitlements } from './entitlements.ts';
import { storedIncidents } from '../many/incidents.ts';
import { storedFanOuts } from '../many/progress.ts';
import { storedPolicies } from '../policies/book.ts';
import type { DocumentForm, StoredKind } from './stored.ts';

/** A document of operations that this release cannot read, and why. */
export interface UnreadDocument {
  readonly what: StoredKind;
  readonly id: string;
  readonly detail: string;
}

/** Every document of operations that this release cannot read. Throws only where the store does not answer. */
export async function unreadableDocuments(store: CaseStore): Promise<readonly UnreadDocument[]> {
  const found: UnreadDocument[] = [];
  const look = <T>(stored: DocumentForm<T>, id: string, body: unknown) => {
    const reading = stored.read(body);
    if (!reading.ok) found.push({ what: stored.kind, id, detail: reading.reason });
  };
  for (const { id, body } of await store.registry.list('policyVersion')) look(storedPolicies, id, body);
  for (const { id, body } of await store.registry.list('calendar')) look(storedCalendars, id, body);
  for (const { id, body } of await store.registry.list('incident')) look(storedIncidents, id, body);
  for (const { id, body } of await store.registry.list('fanOut')) look(storedFanOuts, id, body);
  for await (const { tenantId, body } of store.entitlements()) look(storedEntitlements, tenantId, body);
  return found;
}
