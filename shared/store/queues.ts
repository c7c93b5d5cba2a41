import { referenceOf } from '../cases/index.ts';
import { decodeParts, encodeParts } from './continuation.ts';
import { InvalidContinuation } from './errors.ts';
import type { CaseRow, QueuePageQuery } from './types.ts';

/** What both stores agree on about the queues of operations. */

/** What a case is found by, in small letters. */
export function searchTextOf({ caseId, tenantId, summary, queue }: CaseRow): string {
  const reference = referenceOf(caseId);
  const parts = [
    ...[summary.title, reference, reference.replaceAll('-', ''), summary.externalId ?? '', tenantId],
    ...[queue?.contact.name ?? '', queue?.contact.email ?? ''],
  ];
  return parts.join('\n').toLowerCase();
}

/** The parts of a list that are sorted for themselves, one after the other. */
export type Segment = 'coming' | 'overdue' | 'due' | 'undated' | 'newest';

const segmentsOf: Readonly<Record<QueuePageQuery['sort'], readonly Segment[]>> = {
  timeLeft: ['coming', 'overdue', 'undated'],
  lateness: ['due', 'undated'],
  newest: ['newest'],
};

/** Where a page of a queue ended: the segment, and in it the sort key (ms) and id of the last row. */
export interface QueuePosition {
  readonly segment: Segment;
  readonly key: number;
  readonly caseId: string;
}

/** The segments that are still to be read, the first of them from `after` on. @throws InvalidContinuation */
export function segmentsFrom({ sort, continuation }: Pick<QueuePageQuery, 'sort' | 'continuation'>): {
  readonly segments: readonly Segment[];
  readonly after: QueuePosition | undefined;
} {
  const all = segmentsOf[sort];
  if (continuation === undefined) return { segments: all, after: undefined };
  const [segment, key, caseId, ...rest] = decodeParts(continuation);
  const found = all.findIndex((one) => one === segment);
  if (found < 0 || rest.length > 0 || !Number.isSafeInteger(key) || typeof caseId !== 'string') {
    throw new InvalidContinuation();
  }
  return {
    segments: all.slice(found),
    after: { segment: all[found] ?? 'newest', key: Number(key), caseId },
  };
}

export function encodeQueuePosition({ segment, key, caseId }: QueuePosition): string {
  return encodeParts([segment, key, caseId]);
}
