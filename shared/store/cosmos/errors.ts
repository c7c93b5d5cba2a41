import { StoreUnavailable } from '../errors.ts';

/** A write whose answer never came: it may have been done, or may still be. */
export class OutcomeUnknown extends StoreUnavailable {}

/**
 * Statuses after which the same request may succeed, and whether a write is known not to have happened.
 * https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
 */
const transientStatuses: ReadonlyMap<number, 'refused' | 'unknown'> = new Map([
  [408, 'unknown'],
  [410, 'unknown'],
  [429, 'refused'],
  [449, 'refused'],
  [500, 'unknown'],
  [502, 'unknown'],
  [503, 'unknown'],
  [504, 'unknown'],
]);

/** Codes of failures below HTTP, as Node, `@azure/core-rest-pipeline` and the SDK name them. */
const transientCodes: ReadonlyMap<string, 'refused' | 'unknown'> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'refused'],
  ['EAI_AGAIN', 'refused'],
  ['EHOSTUNREACH', 'refused'],
  ['ENETUNREACH', 'refused'],
  ['ECONNRESET', 'unknown'],
  ['ECONNABORTED', 'unknown'],
  ['EPIPE', 'unknown'],
  ['ETIMEDOUT', 'unknown'],
  ['REQUEST_SEND_ERROR', 'unknown'],
  ['TimeoutError', 'unknown'],
]);

/** Errors known by their name: an operation that was ended for its time, and tokens that nobody could give. */
const transientNames: ReadonlyMap<string, 'refused' | 'unknown'> = new Map([
  ['AbortError', 'unknown'],
  ['TookTooLong', 'unknown'],
  ['CredentialUnavailableError', 'refused'],
  ['AggregateAuthenticationError', 'refused'],
]);

/** `StoreUnavailable` (for a write perhaps `OutcomeUnknown`) where patience may help; other errors as they are. */
export function storeError(error: unknown, operation: 'read' | 'write'): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error;
  const code = statusOf(error);
  const transient = transience(error, code);
  if (!transient) return error;
  const message = `Cosmos DB did not do it (${code ?? error.name})`;
  const retryAfter = retryAfterSeconds(error);
  const options = { cause: error, ...(retryAfter === undefined ? {} : { retryAfter }) };
  return operation === 'write' && transient === 'unknown'
    ? new OutcomeUnknown(message, options)
    : new StoreUnavailable(message, options);
}

export function statusOf(error: unknown): number | string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'number' || typeof error.code === 'string' ? error.code : undefined;
}

function transience(error: Error, code: number | string | undefined): 'refused' | 'unknown' | undefined {
  const known = transientNames.get(error.name);
  if (known) return known;
  if (code === 404) return isStaleReplica(error) ? 'refused' : undefined;
  return typeof code === 'number' ? transientStatuses.get(code) : transientCodes.get(code ?? '');
}

/** 404 with substatus 1002: the replica asked hasn't caught up with this session; it says nothing of the document. */
export function isStaleReplica(response: object): boolean {
  return 'substatus' in response && response.substatus === 1002;
}

function retryAfterSeconds(error: Error): number | undefined {
  return 'retryAfterInMs' in error && typeof error.retryAfterInMs === 'number'
    ? error.retryAfterInMs / 1000
    : undefined;
}
