import type { DatabaseSync } from 'node:sqlite';
import { contentEtag } from '../etag.ts';
import { registryId, registryKey } from '../registryKey.ts';
import type { PutOutcome, RegistryEntry, RegistryKind } from '../smallDocuments.ts';
import { jsonFrom } from '../formats.ts';
import { text } from './columns.ts';

/** What operations keep beside the cases. The column `id` holds the entry's key, which sorts as the id does. */
export function registry(db: DatabaseSync) {
  const select = db.prepare('SELECT * FROM registry WHERE kind = ? AND id = ?');
  const selectKind = db.prepare('SELECT * FROM registry WHERE kind = ? ORDER BY id');
  const upsert = db.prepare(`
    INSERT INTO registry (kind, id, body, etag) VALUES (?, ?, ?, ?)
    ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, etag = excluded.etag`);

  return {
    get(kind: RegistryKind, id: string): RegistryEntry | undefined {
      const row = select.get(kind, registryKey(id));
      return row && toEntry(row);
    },
    put(kind: RegistryKind, id: string, body: unknown, ifMatch?: string | null): PutOutcome {
      const key = registryKey(id);
      const before = select.get(kind, key);
      if (ifMatch !== undefined && ifMatch !== (before?.['etag'] ?? null)) return { outcome: 'conflict' };
      const etag = contentEtag(body);
      upsert.run(kind, key, JSON.stringify(body), etag);
      return { outcome: before ? 'replaced' : 'created', etag };
    },
    list(kind: RegistryKind): readonly RegistryEntry[] {
      return selectKind.all(kind).map(toEntry);
    },
  };
}

function toEntry(row: Readonly<Record<string, unknown>>): RegistryEntry {
  return {
    id: registryId(text(row, 'id')),
    body: jsonFrom(text(row, 'body')),
    etag: text(row, 'etag'),
  };
}
