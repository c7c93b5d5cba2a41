/** The store could not be reached or asked for patience. Retryable: the same call may succeed later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** Seconds, when the store said how long. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
  }
}

/** A continuation that no page of this store has handed out: the caller's mistake, never retryable. */
export class InvalidContinuation extends Error {
  override readonly name = 'InvalidContinuation';

  constructor() {
    super('the continuation is not one that a page before has returned');
  }
}

/** What is stored of one case cannot be read: damaged, or written by a newer program. Final, for this case alone. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly caseId: string;

  constructor(caseId: string, what: string) {
    super(`case ${caseId} cannot be read: ${what}`);
    this.caseId = caseId;
  }
}
