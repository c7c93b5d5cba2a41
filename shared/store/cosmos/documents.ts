export type ContainerName = 'streams' | 'cases' | 'wakes' | 'tallies' | 'entitlements' | 'registry';

/** Where a document is: its container, the value of its partition key, its id. */
export interface Address {
  readonly container: ContainerName;
  readonly partition: string;
  readonly id: string;
}

export interface Versioned<T> {
  readonly document: T;
  readonly etag: string;
}

export interface Query {
  readonly container: ContainerName;
  /** Absent: all partitions. */
  readonly partition?: string;
  readonly text: string;
  /** By name without the `@` they have in the text. */
  readonly parameters?: Readonly<Record<string, string | number>>;
  /** How many documents are wanted at most: sets the page size and bounds the time it may take. */
  readonly limit?: number;
  /** How many come with one request, where the reader says when it has enough. */
  readonly pageSize?: number;
}

/**
 * The few things the Cosmos DB store asks of the database: each a single request, each of which may be the
 * last before a crash. All may throw `StoreUnavailable`, the writing ones `OutcomeUnknown`.
 */
export interface Documents {
  read<T>(address: Address): Promise<Versioned<T> | undefined>;
  /** The new etag, or `undefined` when the id is taken. */
  create(address: Address, document: object): Promise<string | undefined>;
  /** The new etag, or `undefined` when the stored version isn't the one with this etag any more. */
  replace(address: Address, document: object, etag: string): Promise<string | undefined>;
  /** False when the stored version isn't the one with this etag any more. */
  remove(address: Address, etag: string): Promise<boolean>;
  query<T>(query: Query): AsyncIterable<T>;
  /** As in `CaseStore`. */
  clockOffset(): number;
  /** Throws `StoreUnavailable` unless the database and its containers answer. */
  ping(): Promise<void>;
  close(): void;
}
