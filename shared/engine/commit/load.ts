import { toMs } from '../../calendar/index.ts';
import { fold, foldVersion, type Case, type CaseEvent } from '../../cases/index.ts';
import type { Policies, Policy } from '../../policy/index.ts';
import type { Commit } from '../../store/stream.ts';
import { linkTo } from '../../telemetry/telemetry.ts';
import { calendarsOf } from '../calendars/book.ts';
import { policiesWith, policyOf } from '../policies/book.ts';
import type { Ports } from '../ports.ts';
import { assertClock } from './clockTrust.ts';

/** A case as it was read, and the instant (ms) it is decided at. */
export interface Loaded {
  readonly caseId: string;
  /** Undefined when there is no such case. */
  readonly state: Case | undefined;
  /** The number of the last commit; -1 when there is none. */
  readonly commit: number;
  /** A commit since which the list row has been the same: the last one, where no more is known. */
  readonly rowSince: number;
  /** The events since the latest snapshot that is known, in order. */
  readonly recent: readonly CaseEvent[];
  readonly now: number;
  readonly policies: Policies;
  /** The case's own version; for one that does not exist, the one in force. */
  readonly policy: Policy;
}

export type ReadingPorts = Pick<Ports, 'store' | 'clock' | 'clockSkewLimit' | 'policies' | 'calendars'>;

/**
 * The case as it stands in the store, at `max(clock, last event)`: time never runs backwards on a case.
 * Throws `ClockDiffers`.
 */
export async function load(ports: ReadingPorts, caseId: string): Promise<Loaded> {
  const { snapshot, commits } = await ports.store.load(caseId, foldVersion);
  const recent = commits.flatMap((one) => one.events);
  linkTo(commits.at(-1)?.trace);
  const commit = commits.at(-1)?.number ?? snapshot?.commit ?? -1;
  return at(ports, { caseId, state: fold(recent, snapshot?.state), commit, rowSince: commit, recent });
}

/** A case that is known not to exist yet: its id was just made. */
export function loadNew(ports: ReadingPorts, caseId: string): Promise<Loaded> {
  return at(ports, { caseId, state: undefined, commit: -1, rowSince: -1, recent: [] });
}

/** The same case after a commit on it. */
export function following(loaded: Loaded, appended: Commit, state: Case, hasSnapshot: boolean): Loaded {
  const { policies } = loaded;
  return {
    ...loaded,
    state,
    commit: appended.number,
    recent: hasSnapshot ? [] : [...loaded.recent, ...appended.events],
    policy: policyOf(policies, state),
  };
}

/** What was read some time ago, to be decided on now. */
export function refreshed(ports: ReadingPorts, loaded: Loaded): Promise<Loaded> {
  return at(ports, loaded);
}

async function at(
  ports: ReadingPorts,
  read: Pick<Loaded, 'caseId' | 'state' | 'commit' | 'rowSince' | 'recent'>,
): Promise<Loaded> {
  const { caseId, state, commit, rowSince, recent } = read;
  assertClock(ports);
  const now = Math.max(ports.clock.now(), state ? toMs(state.at) : 0);
  if (state) await ports.calendars.ensure(...calendarsOf(state));
  // What is in force matters to new cases only.
  const policies = state
    ? await policiesWith(ports.policies, state.policyVersion)
    : await ports.policies.read();
  const policy = state ? policyOf(policies, state) : policies.inForce(now);
  return { caseId, state, commit, rowSince, recent, now, policies, policy };
}
