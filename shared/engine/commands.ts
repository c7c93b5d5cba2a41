import { toMs } from '../calendar/index.ts';
import type { Case } from '../cases/case.ts';
import type { CaseAction, SubmitCase } from '../cases/commands.ts';
import { decide, decideDue } from '../cases/decide.ts';
import { policyInForce, policyVersion } from '../policy/index.ts';
import type { Commit } from '../store/types.ts';
import { tellAlarm } from './alarm.ts';
import { commit, fold, load, type Committed, type Loaded } from './commit.ts';
import type { Idempotency } from './idempotency.ts';
import type { Alarms, Ports } from './ports.ts';

/** A case and the instant (ms) at which it looked so. */
export interface Answer {
  readonly state: Case;
  readonly at: number;
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
  readonly answer: Answer;
  constructor(answer: Answer) {
    super('already done');
    this.answer = answer;
  }
}

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
    const policy = policyInForce(loaded.now);
    const events = decide(loaded.state, command, loaded.now, policy);
    return { events, ...(idempotency ? { idempotency } : {}) };
  });
}

export interface ActOptions {
  readonly idempotency?: Idempotency | undefined;
  /** The `decisionSequence` the caller has seen; `any`: whatever it is. */
  readonly expected?: readonly number[] | 'any' | undefined;
}

/** Records an action on a case. Throws `Refused`, `UnknownCase`, `StateChanged` or `IdempotencyMismatch`. */
export function actOnCase(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  action: CaseAction,
  { idempotency, expected = 'any' }: ActOptions = {},
): Promise<Answer> {
  return perform(ports, alarms, caseId, action.by, (loaded) => {
    const { state, now } = loaded;
    if (!state) throw new UnknownCase(caseId);
    replay(loaded, idempotency);
    if (expected !== 'any' && !expected.includes(brought(state, now).decisionSequence)) {
      throw new StateChanged(caseId);
    }
    const events = decide(state, action, now, policyVersion(state.policyVersion));
    return { events, ...(idempotency ? { idempotency } : {}) };
  });
}

/** The case as it is now: what has fallen due is folded in without being stored. Undefined: no such case. */
export async function readCase(
  ports: Pick<Ports, 'store' | 'clock'>,
  caseId: string,
): Promise<(Answer & { readonly commits: readonly Commit[] }) | undefined> {
  const { state, commits, now } = await load(ports, caseId);
  return state && { state: brought(state, now), at: now, commits };
}

/** A case brought up to `now` (ms), without storing it. */
export function brought(state: Case, now: number): Case {
  return fold(state, decideDue(state, now)) ?? state;
}

async function perform(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  by: CaseAction['by'],
  decideOn: Parameters<typeof commit>[2],
): Promise<Answer> {
  let committed: Committed | undefined;
  try {
    committed = await commit(ports, caseId, decideOn, { by });
  } catch (error) {
    if (error instanceof AlreadyDone) return error.answer;
    throw error;
  }
  if (!committed) throw new UnknownCase(caseId);
  try {
    await tellAlarm(alarms, committed);
  } catch (cause) {
    // The commit is kept, so the caller's answer stands; the sweep finds the case without an alarm.
    ports.warn(`the alarm of case ${caseId} could not be told`, cause);
  }
  return { state: committed.state, at: toMs(committed.state.at) };
}

/** Ends the decision when the key has already been accepted, with the answer of that commit. */
function replay({ commits }: Loaded, idempotency: Idempotency | undefined): void {
  if (!idempotency) return;
  const index = commits.findIndex((one) => one.idempotency?.scope === idempotency.scope);
  const done = commits[index];
  if (!done) return;
  if (done.idempotency?.body !== idempotency.body) throw new IdempotencyMismatch();
  const state = fold(
    undefined,
    commits.slice(0, index + 1).flatMap((one) => one.events),
  );
  if (state) throw new AlreadyDone({ state, at: toMs(done.at) });
}
