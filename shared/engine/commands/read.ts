import {
  asOfIts,
  clockHistory,
  decideDue,
  firstSequenceOf,
  fold,
  foldVersion,
  type Case,
  type CaseEvent,
  type ClockHistory,
} from '../../cases/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { CaseStore } from '../../store/types.ts';
import type { Commit } from '../../store/stream.ts';
import { load, type Loaded, type ReadingPorts } from '../commit/load.ts';

/** A case, the instant (ms) at which it looked so, and the policy it is under. */
export interface Answer {
  readonly state: Case;
  readonly at: number;
  readonly policy: Policy;
}

/** A case as it is now. */
export interface Reading extends Answer {
  readonly loaded: Loaded;
  /** What has fallen due and is in `state`, though nobody has recorded it yet. */
  readonly due: readonly CaseEvent[];
}

/** The case as it is now: what has fallen due is folded in without being stored. Undefined: no such case. */
export async function readCase(ports: ReadingPorts, caseId: string): Promise<Reading | undefined> {
  const loaded = await load(ports, caseId);
  const { state, now, policy } = loaded;
  if (!state) return undefined;
  const due = decideDue(state, now, policy);
  return { state: fold(due, state) ?? state, at: now, policy, loaded, due };
}

/** The case as a commit of it left it. */
export async function stateAfter(
  store: CaseStore,
  { caseId, number, events }: Commit,
): Promise<Case | undefined> {
  const last = events.at(-1)?.sequence ?? 0;
  const snapshot = await store.snapshotBefore(caseId, last, foldVersion);
  let state = snapshot?.state;
  for await (const commit of commitsFrom(store, caseId, (snapshot?.sequence ?? 0) + 1)) {
    state = fold(commit.events, state);
    if (commit.number === number) break;
  }
  return state;
}

/** A stretch of the stream, and the case as it was before it. */
export interface Stretch {
  readonly before: Case | undefined;
  readonly events: readonly CaseEvent[];
  /** Whether more events follow. */
  readonly more: boolean;
}

/** At most `top` events after a sequence: what is read and folded grows with the page, not with the case. */
export async function readStretch(
  store: CaseStore,
  caseId: string,
  after: number,
  top: number,
): Promise<Stretch> {
  const snapshot = await store.snapshotBefore(caseId, after, foldVersion);
  const events: CaseEvent[] = [];
  let before = snapshot?.state;
  for await (const commit of commitsFrom(store, caseId, (snapshot?.sequence ?? 0) + 1)) {
    const earlier = commit.events.filter(({ sequence }) => sequence <= after);
    before = fold(earlier, before);
    events.push(...commit.events.filter(({ sequence }) => sequence > after));
    if (events.length > top) break;
  }
  return { before, events: events.slice(0, top), more: events.length > top };
}

/**
 * All that a clock has been through, from where its id says that it began; undefined when there is no such clock.
 * `due` is what has not been recorded yet.
 */
export async function readClock(
  store: CaseStore,
  caseId: string,
  clockId: string,
  due: readonly CaseEvent[],
): Promise<ClockHistory | undefined> {
  const first = firstSequenceOf(clockId);
  if (first === undefined) return undefined;
  const events: CaseEvent[] = [];
  for await (const commit of commitsFrom(store, caseId, first)) {
    events.push(...commit.events.filter((event) => isAbout(event, clockId, first)));
    // A clock has no more to tell once it has stopped, and none began where its own events do not.
    if (events[0]?.sequence !== first) break;
    if (clockHistory(events, clockId)?.clock.stoppedAt !== undefined) break;
  }
  const history = clockHistory([...events, ...due], clockId);
  const last = events.at(-1);
  if (history?.clock.stoppedAt === undefined || !last) return history;
  const { before } = await readStretch(store, caseId, last.sequence, 0);
  return before ? asOfIts(history, before) : history;
}

/** The calendars that the case got meanwhile are a part of what a clock has been through. */
function isAbout({ sequence, type, data }: CaseEvent, clockId: string, first: number): boolean {
  if (type === 'calendar.applied') return sequence > first;
  return 'clockId' in data && data.clockId === clockId;
}

/** The event of this sequence; undefined when there is none. */
export async function readEvent(
  store: CaseStore,
  caseId: string,
  sequence: number,
): Promise<CaseEvent | undefined> {
  const [commit] = await store.readFrom(caseId, sequence, 1);
  return commit?.events.find((event) => event.sequence === sequence);
}

const commitsAtOnce = 50;

async function* commitsFrom(store: CaseStore, caseId: string, sequence: number): AsyncIterable<Commit> {
  for (let from = sequence; ;) {
    const commits = await store.readFrom(caseId, from, commitsAtOnce);
    yield* commits;
    const last = commits.at(-1)?.events.at(-1)?.sequence;
    if (commits.length < commitsAtOnce || last === undefined) return;
    from = last + 1;
  }
}
