import { createHash } from 'node:crypto';

import type { Commit } from '../../store/stream.ts';

/** An `Idempotency-Key` with all that it is unique within, and the body it came with: both as hashes. */
export type Idempotency = NonNullable<Commit['idempotency']>;

export interface KeyScope {
  readonly tenantId: string;
  readonly client: string;
  /** The call of the API that it is, however its path is spelled. */
  readonly operation: string;
  /** The case acted on, by its id; absent for a submission. */
  readonly caseId?: string;
  readonly key: string;
}

export function idempotencyOf(scope: KeyScope, body: unknown): Idempotency {
  const { tenantId, client, operation, caseId = null, key } = scope;
  return {
    scope: hash([tenantId, client, operation, caseId, key]).toString('hex'),
    body: hash(sorted(body)).toString('hex'),
  };
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 128 bits as 26 characters that fit ids of Durable Functions, Cosmos DB and URLs. */
export function caseIdFrom(bytes: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(bytes.subarray(0, 16)).toString('hex')}`);
  let id = '';
  for (let i = 0; i < 26; i += 1) {
    id = `${alphabet[Number(bits & 31n)] ?? ''}${id}`;
    bits >>= 5n;
  }
  return id;
}

/** The case id a keyed submission gets: the same each time, so that creating its first commit is the guard. */
export function keyedCaseId(idempotency: Idempotency): string {
  return caseIdFrom(Buffer.from(idempotency.scope, 'hex'));
}

function hash(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}

/** The same JSON with its keys in order: field order and white space make no other body. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, sorted(one)]);
}
