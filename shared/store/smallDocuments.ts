/** What operations keep that is no case: entitlements, and the registry. */

export type PutOutcome =
  { readonly outcome: 'created' | 'replaced'; readonly etag: string } | { readonly outcome: 'conflict' };

/** A JSON object that says what a tenant has bought; the store itself reads only to whom it has delegated. */
export interface EntitlementBody {
  readonly delegatedPartners: readonly string[];
  readonly [field: string]: unknown;
}

export interface StoredEntitlement {
  readonly tenantId: string;
  /** As it was put; undefined where it is no JSON any more. */
  readonly body: unknown;
  readonly etag: string;
}

/**
 * What the registry keeps: versions of the policy, operations' layers of calendars, service incidents, and how far what
 * concerns many cases has come.
 */
export type RegistryKind = 'policyVersion' | 'calendar' | 'incident' | 'fanOut';

export interface RegistryEntry {
  readonly id: string;
  /** As it was put; undefined where it is no JSON any more. */
  readonly body: unknown;
  readonly etag: string;
}

/**
 * Small documents that operations keep and that are no cases. An id has 1 to 128 characters of any kind
 * (counted as JavaScript does); anything else is a `RangeError`. A body is a JSON value, up to some 100 KB.
 */
export interface Registry {
  get(kind: RegistryKind, id: string): Promise<RegistryEntry | undefined>;
  /** `ifMatch`: an etag takes only that version's place; `null` only creates. Answers `conflict` otherwise. */
  put(kind: RegistryKind, id: string, body: unknown, ifMatch?: string | null): Promise<PutOutcome>;
  /** Every entry of a kind, by id (in the order of its UTF-16 units). */
  list(kind: RegistryKind): Promise<readonly RegistryEntry[]>;
}
