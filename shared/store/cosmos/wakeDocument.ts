import type { Attempt, WaitingMail, Wake } from '../wakes.ts';

/**
 * A wake row. While a commit is under way that creates a case or brings its wake forward, `guard` holds the
 * instant by which the sweep has to look at it, should its writer not come back. `wakeAt` is never later. From `at`
 * on an attempt of the sweep means that the writer is dead. Where the guard's wake is the true one, it stays.
 *
 * The functions answer the row as it has to become, or `undefined` when it may stay as it is.
 */
export interface WakeDocument extends Wake {
  readonly shard: string;
  readonly guard?: { readonly commit: number; readonly wakeAt: number; readonly at: number };
}

type Stored = WakeDocument | undefined;

/** A commit is about to be created. `late`: it exists already, so creating it can only end in a conflict. */
export function guarding(
  stored: Stored,
  key: Pick<WakeDocument, 'caseId' | 'shard'>,
  commit: number,
  wakeAt: number,
  at: number,
): WakeDocument | undefined | 'late' {
  if (stored && stored.commit >= commit) return 'late';
  const guard = {
    commit: Math.max(commit, stored?.guard?.commit ?? commit),
    wakeAt: Math.min(wakeAt, stored?.guard?.wakeAt ?? wakeAt),
    at: Math.max(at, stored?.guard?.at ?? at),
  };
  if (!stored) {
    // Commit -1: nobody knows of a stream yet.
    return {
      ...key,
      wakeAt: guard.wakeAt,
      commit: -1,
      epoch: null,
      guard,
      failures: 0,
      lastAttemptAt: null,
      retryAt: null,
    };
  }
  const due = stored.wakeAt !== null && stored.wakeAt <= guard.wakeAt && stored.retryAt === null;
  const isSame = stored.guard?.commit === guard.commit && stored.guard.at === guard.at;
  if (due && isSame && stored.guard.wakeAt === guard.wakeAt) return undefined;
  return { ...stored, wakeAt: Math.min(stored.wakeAt ?? guard.wakeAt, guard.wakeAt), guard, retryAt: null };
}

/** A commit was created, after which `wakeAt` is the true wake instant. */
export function committed(
  stored: Stored,
  key: Pick<WakeDocument, 'caseId' | 'shard'>,
  commit: number,
  wakeAt: number | null,
  epoch: number | null,
  mail?: WaitingMail,
): WakeDocument | undefined {
  if (stored && stored.commit >= commit) return undefined;
  const guard = stored?.guard && stored.guard.commit > commit ? stored.guard : undefined;
  return {
    ...key,
    ...withGuard(wakeAt, guard),
    commit,
    epoch,
    failures: 0,
    lastAttemptAt: stored?.lastAttemptAt ?? null,
    retryAt: null,
    ...(mail ? { mail } : {}),
    ...(stored?.seen === undefined ? {} : { seen: stored.seen }),
  };
}

/**
 * The stream up to `commit` was folded afresh. The guard of a commit that isn't there is kept until it is
 * abandoned: its writer may still be about to create it.
 */
export function repaired(
  stored: Stored,
  key: Pick<WakeDocument, 'caseId' | 'shard'>,
  commit: number,
  wakeAt: number | null,
  epoch: number | null,
  mail?: WaitingMail,
): WakeDocument | undefined {
  if (!stored || stored.commit < commit) return committed(stored, key, commit, wakeAt, epoch, mail);
  if (stored.commit > commit) return undefined;
  const { guard, mail: _, ...rest } = stored;
  return {
    ...rest,
    epoch,
    ...withGuard(wakeAt, isAbandoned(stored) ? undefined : guard),
    ...(mail ? { mail } : {}),
  };
}

/** Whether a writer that guarded the row is taken for dead: a sweep has attempted the case since the guard's instant. */
export function isAbandoned({ guard, lastAttemptAt }: WakeDocument): boolean {
  return !guard || (lastAttemptAt !== null && lastAttemptAt >= guard.at);
}

/** The sweep has tried. */
export function attempted(
  stored: Stored,
  { at, failures, retryAt, error, seen }: Attempt,
): WakeDocument | undefined {
  if (!stored) return undefined;
  const { lastError: _, seen: __, ...rest } = stored;
  return {
    ...rest,
    lastAttemptAt: at,
    failures,
    retryAt,
    ...(error === undefined ? {} : { lastError: error }),
    ...(seen === undefined ? {} : { seen }),
  };
}

function withGuard(
  wakeAt: number | null,
  guard: WakeDocument['guard'],
): Pick<WakeDocument, 'wakeAt'> & Partial<Pick<WakeDocument, 'guard'>> {
  return guard ? { wakeAt: Math.min(wakeAt ?? guard.wakeAt, guard.wakeAt), guard } : { wakeAt };
}
