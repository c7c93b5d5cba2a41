import { toInstant } from '../calendar/index.ts';
import { movedBy, type MovedClock } from '../cases/index.ts';
import type { Policy } from '../policy/index.ts';
import { Unreadable } from '../store/errors.ts';
import type { CaseRow } from '../store/types.ts';
import { nextTurn } from '../turns.ts';
import type { Ports } from './ports.ts';
import { readCase } from './read.ts';
import { UnreadableDocument } from './stored.ts';

export interface Preview {
  readonly moved: readonly (MovedClock & { readonly caseId: string })[];
  /** How many open cases were looked at. */
  readonly cases: number;
  /** From where to go on, where open cases are left. */
  readonly continuation?: string;
}

const casesAtOnce = 8;

/** What putting open cases under a policy would move, a page of `top` cases at a time. Nothing is changed. */
export async function previewPolicy(
  ports: Ports,
  policy: Policy,
  { top, continuation }: { readonly top: number; readonly continuation?: string | undefined },
): Promise<Preview> {
  const page = await ports.store.list({
    status: 'open',
    now: ports.clock.now(),
    top,
    ...(continuation === undefined ? {} : { continuation }),
  });
  const moved: (MovedClock & { readonly caseId: string })[] = [];
  let cases = 0;
  for (let from = 0; from < page.value.length; from += casesAtOnce) {
    const rows = page.value.slice(from, from + casesAtOnce);
    for (const moves of await Promise.all(rows.map((row) => movedOf(ports, policy, row)))) {
      if (!moves) continue;
      cases += 1;
      moved.push(...moves);
    }
    await nextTurn();
  }
  return {
    moved,
    cases,
    ...(page.continuation === undefined ? {} : { continuation: page.continuation }),
  };
}

/** Undefined for a case that cannot be read: what cannot be read is not moved either. */
async function movedOf(ports: Ports, policy: Policy, { caseId }: CaseRow) {
  try {
    const found = await readCase(ports, caseId);
    return found && movedBy(found.state, policy, toInstant(found.at)).map((one) => ({ caseId, ...one }));
  } catch (cause) {
    if (!(cause instanceof UnreadableDocument) && !(cause instanceof Unreadable)) throw cause;
    ports.warn(`the preview passes over case ${caseId}`, cause);
    return undefined;
  }
}
