import { spanContextFrom } from '../telemetry/spanContext.ts';
import { Unreadable } from './errors.ts';
import type { CaseRow } from './types.ts';
import type { Commit, Snapshot } from './stream.ts';

/**
 * The forms in which a stream and what is derived from it are stored. A form that has been written is read for ever:
 * whoever changes one gives it the next number, adds the step that brings the earlier one up, and keeps a fixture of
 * it in `fixtures/`. Rows and snapshots can be made again, so an earlier form of those is passed over instead.
 */
export const formats = { commit: 1, row: 1, snapshot: 1 } as const;

export type Stored<T> = T & { readonly format: number };

export function withFormat<T extends object>(kind: keyof typeof formats, document: T): Stored<T> {
  return { ...document, format: formats[kind] };
}

/** By the format they bring up. None yet. */
const commitSteps: ReadonlyMap<number, (commit: Stored<Commit>) => Stored<Commit>> = new Map();

/** A commit as it was stored. @throws Unreadable when a newer program has written it, or it is no commit. */
export function commitFrom(caseId: string, stored: unknown): Commit {
  let commit = stored as Stored<Commit>;
  if (!isObject(stored) || !Array.isArray(commit.events) || typeof commit.number !== 'number') {
    throw new Unreadable(caseId, 'a commit is damaged');
  }
  while (commit.format !== formats.commit) {
    const step = commitSteps.get(commit.format);
    if (!step)
      throw new Unreadable(
        caseId,
        `commit ${commit.number} has format ${commit.format}, which is not known here`,
      );
    commit = step(commit);
  }
  const { number, at, events, idempotency, trace } = commit;
  return {
    caseId,
    number,
    at,
    events,
    ...(idempotency ? { idempotency } : {}),
    ...(spanContextFrom(trace) ? { trace } : {}),
  };
}

/** Undefined for a snapshot of another form. */
export function snapshotFrom(stored: unknown): Snapshot | undefined {
  if (!isObject(stored) || stored['format'] !== formats.snapshot) return undefined;
  const { caseId, commit, sequence, foldVersion, state } = stored as unknown as Stored<Snapshot>;
  return { caseId, commit, sequence, foldVersion, state };
}

/** Undefined for a row of another form: the sweep or `rebuild` makes it anew. */
export function rowFrom(stored: unknown): CaseRow | undefined {
  if (!isObject(stored) || stored['format'] !== formats.row || !isObject(stored['summary'])) return undefined;
  const row = stored as unknown as CaseRow;
  const { caseId, tenantId, commit, status, severity, submittedAt, dueAt, breached } = row;
  const { policyVersion, calendar, awaits, summary, queue } = row;
  return {
    caseId,
    tenantId,
    commit,
    status,
    severity,
    submittedAt,
    dueAt,
    breached,
    policyVersion,
    calendar,
    awaits,
    summary,
    ...(queue ? { queue } : {}),
  };
}

/** The JSON value of a text; undefined when it is none. */
export function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
