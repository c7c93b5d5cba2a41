/** When a case has to be woken, as the sweep sees it. Instants are ms. */
export interface Wake {
  readonly caseId: string;
  /** Null: nothing pending. */
  readonly wakeAt: number | null;
  /** The last commit the row has seen; -1 when none yet. */
  readonly commit: number;
  /** The alarm of that commit; null where it had none, or the row is from before alarms were kept in it. */
  readonly epoch: number | null;
  /** Sweep attempts that failed in a row since the row last changed by a commit. */
  readonly failures: number;
  readonly lastAttemptAt: number | null;
  /** The sweep leaves the row alone until then. */
  readonly retryAt: number | null;
  readonly lastError?: string;
  /** What the sweep saw of the alarm when it last found the case late, in words of its own. Outlives commits. */
  readonly seen?: string;
  /** Mail of the case that should have gone out when the row was written. */
  readonly mail?: WaitingMail;
}

/** What is absent lets everything through. */
export interface WakeFilter {
  /** True: only rows with a `wakeAt` before this instant (ms); false: only the others. */
  readonly late?: { readonly is: boolean; readonly now: number } | undefined;
  readonly failing?: boolean | undefined;
}

/** So many mails, the first of which should have gone out at `since` (ms). */
export interface WaitingMail {
  readonly count: number;
  readonly since: number;
}

export interface Attempt {
  /** Instants are ms. */
  readonly at: number;
  readonly failures: number;
  readonly retryAt: number | null;
  readonly error?: string;
  /** `Wake.seen` from now on. */
  readonly seen?: string | undefined;
}
