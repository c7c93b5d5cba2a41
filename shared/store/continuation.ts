import { InvalidContinuation } from './errors.ts';

/** Where a page of cases ended: the sort key of its last row. */
export interface CasePosition {
  readonly submittedAt: number;
  readonly caseId: string;
}

/**
 * Continuations are positions in the sort order rather than cursors of the database: they outlive restarts,
 * mean the same in every store, and carry nothing that a caller couldn't see anyway.
 */
export function encodePosition({ submittedAt, caseId }: CasePosition): string {
  return encodeParts([submittedAt, caseId]);
}

/** @throws InvalidContinuation when the text is none that `encodePosition` wrote. */
export function decodePosition(continuation: string): CasePosition {
  const parts = decodeParts(continuation);
  const [submittedAt, caseId] = parts;
  if (parts.length !== 2 || !Number.isSafeInteger(submittedAt) || typeof caseId !== 'string') {
    throw new InvalidContinuation();
  }
  return { submittedAt: Number(submittedAt), caseId };
}

/** Where a page of wakes ended: its last case id. */
export function encodeCaseId(caseId: string): string {
  return encodeParts([caseId]);
}

/** @throws InvalidContinuation when the text is none that `encodeCaseId` wrote. */
export function decodeCaseId(continuation: string): string {
  const parts = decodeParts(continuation);
  const [caseId] = parts;
  if (parts.length !== 1 || typeof caseId !== 'string') throw new InvalidContinuation();
  return caseId;
}

export function encodeParts(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws InvalidContinuation when the text is none that `encodeParts` wrote. */
export function decodeParts(continuation: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(continuation, 'base64url').toString());
    if (Array.isArray(parts)) return parts;
  } catch {
    // Answered below, like every other text of the wrong form.
  }
  throw new InvalidContinuation();
}

/** What comes after every case id that begins with `prefix`, and before every other that follows. */
export function afterPrefix(prefix: string): string {
  return `${prefix}~`;
}
