import { createHash } from 'node:crypto';

/** The version of a JSON value: a hash of what it says, so equal contents have equal etags in every store. */
export function contentEtag(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}
