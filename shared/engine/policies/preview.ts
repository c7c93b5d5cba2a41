import { toInstant } from '../../calendar/index.ts';
import { movedBy, movedByCalendar, type MovedClock } from '../../cases/index.ts';
import { CalendarUnknown, type Layers } from '../../policy/calendars/index.ts';
import type { Policy } from '../../policy/index.ts';
import { Unreadable } from '../../store/errors.ts';
import type { CaseRow } from '../../store/types.ts';
import { nextTurn } from '../../turns.ts';
import type { Ports } from '../ports.ts';
import { readCase, type Reading } from '../commands/read.ts';
import { UnreadableDocument } from '../documents/stored.ts';

/** A clock that would move, with what its case is known by. */
export interface MovedOfCase extends MovedClock {
  readonly caseId: string;
  readonly tenantId: string;
  readonly title: string;
}

export interface Preview {
  readonly moved: readonly MovedOfCase[];
  /** How many open cases were looked at. */
  readonly cases: number;
  /** From where to go on, where open cases are left. */
  readonly continuation?: string;
}

const casesAtOnce = 8;

export interface PreviewPage {
  readonly top: number;
  readonly continuation?: string | undefined;
}

/** What putting open cases under a policy would move, a page of `top` cases at a time. Nothing is changed. */
export function previewPolicy(ports: Ports, policy: Policy, page: PreviewPage): Promise<Preview> {
  return preview(ports, page, ({ state, at }) => movedBy(state, policy, toInstant(at)));
}

/** The same of putting those under calendars with these layers that `concerns` tells. */
export function previewCalendars(
  ports: Ports,
  layers: Layers,
  page: PreviewPage,
  concerns: (row: CaseRow) => boolean,
): Promise<Preview> {
  const moves = ({ state, at, policy }: Reading) => movedByCalendar(state, layers, policy, toInstant(at));
  return preview(ports, page, moves, concerns);
}

async function preview(
  ports: Ports,
  { top, continuation }: PreviewPage,
  moves: (reading: Reading) => readonly MovedClock[],
  concerns: (row: CaseRow) => boolean = () => true,
): Promise<Preview> {
  const page = await ports.store.list({
    status: 'open',
    now: ports.clock.now(),
    top,
    ...(continuation === undefined ? {} : { continuation }),
  });
  const concerned = page.value.filter(concerns);
  const moved: MovedOfCase[] = [];
  let cases = 0;
  for (let from = 0; from < concerned.length; from += casesAtOnce) {
    const rows = concerned.slice(from, from + casesAtOnce);
    for (const movesOfOne of await Promise.all(rows.map((row) => movedOf(ports, moves, row)))) {
      if (!movesOfOne) continue;
      cases += 1;
      moved.push(...movesOfOne);
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
async function movedOf(
  ports: Ports,
  moves: (reading: Reading) => readonly MovedClock[],
  { caseId, tenantId, summary: { title } }: CaseRow,
) {
  try {
    const found = await readCase(ports, caseId);
    return found && moves(found).map((one) => ({ caseId, tenantId, title, ...one }));
  } catch (cause) {
    const concernsItAlone =
      cause instanceof UnreadableDocument || cause instanceof Unreadable || cause instanceof CalendarUnknown;
    if (!concernsItAlone) throw cause;
    ports.warn(`the preview passes over case ${caseId}`, cause);
    return undefined;
  }
}
