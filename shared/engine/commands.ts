import { toMs } from '../calendar/index.ts';
import {
  type Case,
  type CaseAction,
  type CaseEvent,
  decide,
  decideDue,
  fold,
  Refused,
  reopenRefusal,
  type SubmitCase,
} from '../cases/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Commit } from '../store/types.ts';
import { advisoryCaseId, openAdvisoryOf } from './advisory.ts';
import { tellAlarm } from './alarm.ts';
import { awaitAnalysis } from './incidents.ts';
import { commit, load, type Committed, type Loaded } from './commit.ts';
import type { Idempotency } from './idempotency.ts';
import { policyOf } from './policies.ts';
import type { Alarms, Ports } from './ports.ts';

/** A case, the instant (ms) at which it looked so, and the policy it is under. */
export interface Answer {
  readonly state: Case;
  readonly at: number;
  readonly policy: Policy;
}

/** The key has been used with another body. */
export class IdempotencyMismatch extends Error {
  override readonly name = 'IdempotencyMismatch';
}

/** `If-Match` names another state than the case is in. */
export class StateChanged extends Error {
  override readonly name = 'StateChanged';
}

export class UnknownCase extends Error {
  override readonly name = 'UnknownCase';
}

/** Thrown out of a decision to answer from a commit that is already there. */
class AlreadyDone extends Error {
  readonly answer: Done;
  constructor(answer: Done) {
    super('already done');
    this.answer = answer;
  }
}

type Done = Answer & { readonly events: readonly CaseEvent[] };

/**
 * Submits a case. Throws `Refused`, `IdempotencyMismatch`, or what the store throws. A repetition with the same
 * key and body answers what the first one did.
 */
export function submitCase(
  ports: Ports,
  alarms: Alarms,
  command: SubmitCase,
  idempotency?: Idempotency,
): Promise<Answer> {
  return perform(ports, alarms, command.caseId, command.by, (loaded) => {
    replay(loaded, idempotency);
    const events = decide(loaded.state, command, loaded.now, loaded.policies.inForce(loaded.now));
    return { events, ...(idempotency ? { idempotency } : {}) };
  });
}

export interface ActOptions {
  readonly idempotency?: Idempotency | undefined;
  /** The `decisionSequence` the caller has seen; `any`: whatever it is. */
  readonly expected?: readonly number[] | 'any' | undefined;
}

/**
 * Records an action on a case. Throws `Refused`, `UnknownCase`, `StateChanged` or `IdempotencyMismatch`. A case
 * that is not reopened is a `Refused` as well, though the decision is recorded.
 */
export async function actOnCase(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  action: CaseAction,
  { idempotency, expected = 'any' }: ActOptions = {},
): Promise<Answer> {
  const { events, ...answer } = await perform(ports, alarms, caseId, action.by, async (loaded) => {
    const { state, now, policy } = loaded;
    if (!state) throw new UnknownCase(caseId);
    replay(loaded, idempotency);
    if (expected !== 'any' && !expected.includes(brought(state, now, policy).decisionSequence)) {
      throw new StateChanged(caseId);
    }
    const named = { ...action, advisoryCaseId: advisoryCaseId(state) };
    const judged = decide(state, named, now, policy);
    // Only now: a request that is refused waits for nothing.
    const registeredIncident = await incidentOf(ports, action, caseId);
    const events = registeredIncident ? decide(state, { ...named, registeredIncident }, now, policy) : judged;
    return { events, ...(idempotency ? { idempotency } : {}) };
  });
  const refusal = reopenRefusal(events);
  if (refusal) throw new Refused(refusal);
  return answer;
}

/** The incident whose analysis is asked for, as operations have registered it; from now on the case waits for it. */
async function incidentOf({ store }: Ports, action: CaseAction, caseId: string) {
  if (action.type !== 'rca.requested' || !action.incident) return undefined;
  return awaitAnalysis(store.registry, action.incident.id, action.incident, caseId);
}

/** The case as it is now: what has fallen due is folded in without being stored. Undefined: no such case. */
export async function readCase(
  ports: Pick<Ports, 'store' | 'clock' | 'policies'>,
  caseId: string,
): Promise<(Answer & { readonly commits: readonly Commit[] }) | undefined> {
  const { state, commits, now, policy } = await load(ports, caseId);
  return state && { state: brought(state, now, policy), at: now, commits, policy };
}

/** A case brought up to `now` (ms), without storing it. */
export function brought(state: Case, now: number, policy: Policy): Case {
  return fold(decideDue(state, now, policy), state) ?? state;
}

async function perform(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  by: CaseAction['by'],
  decideOn: Parameters<typeof commit>[2],
): Promise<Done> {
  let committed: Committed | undefined;
  try {
    committed = await commit(ports, caseId, decideOn, { by });
  } catch (error) {
    if (error instanceof AlreadyDone) return error.answer;
    throw error;
  }
  if (!committed) throw new UnknownCase(caseId);
  const { state, policies, commit: appended } = committed;
  try {
    await openAdvisoryOf(ports, state, alarms);
    await tellAlarm(alarms, committed);
  } catch (cause) {
    // The commit is kept, so the caller's answer stands; alarm and sweep do what is left.
    ports.warn(`the alarm of case ${caseId} could not be told`, cause);
  }
  const events = appended?.events ?? [];
  return { state, at: toMs(state.at), policy: policyOf(policies, state), events };
}

/** Ends the decision when the key has already been accepted, with the answer of that commit. */
function replay({ commits, policies }: Loaded, idempotency: Idempotency | undefined): void {
  if (!idempotency) return;
  const index = commits.findIndex((one) => one.idempotency?.scope === idempotency.scope);
  const done = commits[index];
  if (!done) return;
  if (done.idempotency?.body !== idempotency.body) throw new IdempotencyMismatch();
  const state = fold(commits.slice(0, index + 1).flatMap((one) => one.events));
  if (!state) return;
  throw new AlreadyDone({ state, at: toMs(done.at), policy: policyOf(policies, state), events: done.events });
}
