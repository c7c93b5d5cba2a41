import type { CaseQuery, CaseRow } from '../../store/types.ts';
import { nextTurn } from '../../turns.ts';
import type { Ports } from '../ports.ts';

export interface FanOut {
  /** Cases on which something was done. */
  readonly done: number;
  /** Whether none is left. */
  readonly complete: boolean;
}

/** What of the list is gone through. */
export type Selection = Omit<CaseQuery, 'now' | 'top' | 'continuation'>;

const rowsAtOnce = 100;
const casesAtOnce = 8;

/** The rows of a selection, page by page, until the instant `until` (ms of the machine's time). */
export async function* pagesOf(
  ports: Pick<Ports, 'store' | 'clock' | 'wallClock'>,
  selection: Selection,
  until = Number.POSITIVE_INFINITY,
): AsyncIterable<readonly CaseRow[]> {
  let continuation: string | undefined;
  do {
    if (ports.wallClock.now() >= until) return;
    const from = continuation === undefined ? {} : { continuation };
    const page = await ports.store.list({ ...selection, now: ports.clock.now(), top: rowsAtOnce, ...from });
    yield page.value;
    continuation = page.continuation;
  } while (continuation !== undefined);
}

/**
 * Does something to each case of a selection, several at once, until the instant `until` (ms of the machine's time).
 * One that cannot be done stops no other. `work` answers whether it did anything.
 */
export async function fanOut(
  ports: Ports,
  selection: Selection,
  until: number,
  work: (caseId: string, row: CaseRow) => Promise<boolean>,
): Promise<FanOut> {
  let done = 0;
  let complete = true;
  const one = async (row: CaseRow) => {
    const { caseId } = row;
    try {
      if (await work(caseId, row)) done += 1;
    } catch (cause) {
      complete = false;
      ports.warn(`what concerns many cases is not done yet on case ${caseId}`, cause);
    }
  };
  for await (const rows of pagesOf(ports, selection)) {
    for (let from = 0; from < rows.length; from += casesAtOnce) {
      if (ports.wallClock.now() >= until) return { done, complete: false };
      await Promise.all(rows.slice(from, from + casesAtOnce).map(one));
      // A store on this machine answers without ever giving the event loop back.
      await nextTurn();
    }
  }
  return { done, complete };
}
