import { toMs } from '../calendar/index.ts';
import { fold, foldVersion, type Case } from '../cases/index.ts';
import type { Policies, Policy } from '../policy/index.ts';
import type { Commit } from '../store/types.ts';
import { policiesWith, policyOf } from './policies.ts';
import type { Ports } from './ports.ts';

/** A case as it was read, and the instant (ms) it is decided at. */
export interface Loaded {
  readonly caseId: string;
  /** Undefined when there is no such case. */
  readonly state: Case | undefined;
  /** The number of the last commit; -1 when there is none. */
  readonly commit: number;
  /** Events since the latest snapshot. */
  readonly sinceSnapshot: number;
  readonly now: number;
  readonly policies: Policies;
  /** The case's own version; for one that does not exist, the one in force. */
  readonly policy: Policy;
}

type ReadingPorts = Pick<Ports, 'store' | 'clock' | 'policies'>;

/** The case as it stands in the store, at `max(clock, last event)`: time never runs backwards on a case. */
export async function load(ports: ReadingPorts, caseId: string): Promise<Loaded> {
  const { snapshot, commits } = await ports.store.load(caseId, foldVersion);
  const events = commits.flatMap((one) => one.events);
  return at(ports, {
    caseId,
    state: fold(events, snapshot?.state),
    commit: commits.at(-1)?.number ?? snapshot?.commit ?? -1,
    sinceSnapshot: events.length,
  });
}

/** A case that is known not to exist yet: its id was just made. */
export function loadNew(ports: ReadingPorts, caseId: string): Promise<Loaded> {
  return at(ports, { caseId, state: undefined, commit: -1, sinceSnapshot: 0 });
}

/** The same case after a commit on it. */
export function following(loaded: Loaded, appended: Commit, state: Case, hasSnapshot: boolean): Loaded {
  const { policies } = loaded;
  return {
    ...loaded,
    state,
    commit: appended.number,
    sinceSnapshot: hasSnapshot ? 0 : loaded.sinceSnapshot + appended.events.length,
    policy: policyOf(policies, state),
  };
}

/** What was read some time ago, to be decided on now. */
export function refreshed(ports: ReadingPorts, loaded: Loaded): Promise<Loaded> {
  return at(ports, loaded);
}

async function at(
  ports: ReadingPorts,
  read: Pick<Loaded, 'caseId' | 'state' | 'commit' | 'sinceSnapshot'>,
): Promise<Loaded> {
  const { caseId, state, commit, sinceSnapshot } = read;
  const now = Math.max(ports.clock.now(), state ? toMs(state.at) : 0);
  const policies = await policiesWith(ports.policies, ...(state ? [state.policyVersion] : []));
  const policy = state ? policyOf(policies, state) : policies.inForce(now);
  return { caseId, state, commit, sinceSnapshot, now, policies, policy };
}
