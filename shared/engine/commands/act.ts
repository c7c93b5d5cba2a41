import { toMs } from '../../calendar/index.ts';
import {
  decideCommand,
  Refused,
  reopenRefusal,
  type CaseAction,
  type CaseEvent,
  type History,
  type Incident,
  type SubmitCase,
} from '../../cases/index.ts';
import { advisoryCaseId, openAdvisoryOf } from './advisory.ts';
import { tellDuplicated } from './duplicate.ts';
import { tellAlarm } from '../alarm/alarm.ts';
import { calendarsOf } from '../calendars/book.ts';
import { commit, type Decision } from '../commit/commit.ts';
import type { Idempotency } from './idempotency.ts';
import { readIncident } from '../many/incidents.ts';
import { loadNew, type Loaded } from '../commit/load.ts';
import { policiesWith, policyOf } from '../policies/book.ts';
import type { Alarms, Ports } from '../ports.ts';
import { readCase, stateAfter, type Answer } from './read.ts';

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

type Done = Answer & { readonly events: readonly CaseEvent[] };

/**
 * Submits a case. Throws `Refused`, `IdempotencyMismatch`, or what the store throws. A repetition with the same
 * key and body answers what the first one did.
 */
export async function submitCase(
  ports: Ports,
  alarms: Alarms,
  command: SubmitCase,
  idempotency?: Idempotency,
): Promise<Answer> {
  const { caseId, by } = command;
  const history = command.history && (await withIncidents(ports, command.history));
  // Only the id of a submission with a key may have been used before.
  const known = idempotency ? undefined : await loadNew(ports, caseId);
  return append(ports, alarms, caseId, by, known, async (loaded) => {
    const done = await repeated(ports, loaded, idempotency);
    if (done) return { answer: done };
    const { state, now, policies } = loaded;
    const events = decideCommand(state, { ...command, history }, now, policies.inForce(now));
    return { events, ...(idempotency ? { idempotency } : {}) };
  });
}

export interface ActOptions {
  readonly idempotency?: Idempotency | undefined;
  /** The `decisionSequence` the caller has seen; `any`: whatever it is. */
  readonly expected?: readonly number[] | 'any' | undefined;
}

/**
 * Records an action on a case that was just read. Throws `Refused`, `UnknownCase`, `StateChanged` or
 * `IdempotencyMismatch`. A case that is not reopened is a `Refused` as well, though the decision is recorded.
 */
export async function actOnCase(
  ports: Ports,
  alarms: Alarms,
  known: Loaded,
  action: CaseAction,
  { idempotency, expected = 'any' }: ActOptions = {},
): Promise<Answer> {
  const { caseId } = known;
  const registeredIncident = await incidentOf(ports, action);
  const { events, ...answer } = await append(ports, alarms, caseId, action.by, known, async (loaded) => {
    const { state, now, policy } = loaded;
    if (!state) throw new UnknownCase(caseId);
    const done = await repeated(ports, loaded, idempotency);
    if (done) return { answer: done };
    if (expected !== 'any' && !expected.includes(state.decisionSequence)) throw new StateChanged(caseId);
    const duplicated = await duplicatedBy(ports, action);
    const named = { ...action, advisoryCaseId: advisoryCaseId(state), registeredIncident, duplicated };
    return { events: decideCommand(state, named, now, policy), ...(idempotency ? { idempotency } : {}) };
  });
  const refusal = reopenRefusal(events);
  if (refusal) throw new Refused(refusal);
  return answer;
}

/** The same, with the incidents it names as operations have registered them. */
async function withIncidents(ports: Ports, { submittedAt, events }: History): Promise<History> {
  const known = new Map<string, Promise<Incident | undefined>>();
  const read = (id: string) => {
    const reading = known.get(id) ?? readIncident(ports.store.registry, id).then((kept) => kept?.incident);
    known.set(id, reading);
    return reading;
  };
  const named = events.map(async (body) => {
    if (body.type !== 'rca.requested' || !body.incident) return body;
    return { ...body, registeredIncident: await read(body.incident.id) };
  });
  return { submittedAt, events: await Promise.all(named) };
}

/** The incident whose analysis is asked for, as operations have registered it. */
async function incidentOf({ store }: Ports, action: CaseAction) {
  if (action.type !== 'rca.requested' || !action.incident) return undefined;
  return (await readIncident(store.registry, action.incident.id))?.incident;
}

/** The case that is named as the one that goes on, as it is now. */
async function duplicatedBy(ports: Ports, action: CaseAction) {
  if (action.type !== 'case.closed' || action.duplicateOf === undefined) return undefined;
  return (await readCase(ports, action.duplicateOf))?.state;
}

async function append(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  by: CaseAction['by'],
  known: Loaded | undefined,
  own: (loaded: Loaded) => Promise<Decision<Done>>,
): Promise<Done> {
  const outcome = await commit<Done>(ports, caseId, own, { by, known });
  if (!outcome) throw new UnknownCase(caseId);
  if ('answer' in outcome) return outcome.answer;
  const { state, loaded, commit: appended } = outcome;
  try {
    await openAdvisoryOf(ports, loaded, alarms);
    await tellDuplicated(ports, loaded);
    await tellAlarm(alarms, outcome);
  } catch (cause) {
    // The commit is kept, so the caller's answer stands; alarm and sweep do what is left.
    ports.warn(`the alarm of case ${caseId} could not be told`, cause);
  }
  return { state, at: toMs(state.at), policy: loaded.policy, events: appended?.events ?? [] };
}

/** What the command with this key was answered, where it has been accepted already. */
async function repeated(
  ports: Ports,
  { caseId, state: present }: Loaded,
  idempotency: Idempotency | undefined,
): Promise<Done | undefined> {
  if (!idempotency || !present) return undefined;
  const done = await ports.store.findKeyed(caseId, idempotency.scope);
  if (!done) return undefined;
  if (done.idempotency?.body !== idempotency.body) throw new IdempotencyMismatch();
  const state = await stateAfter(ports.store, done);
  if (!state) return undefined;
  await ports.calendars.ensure(...calendarsOf(state));
  const policies = await policiesWith(ports.policies, state.policyVersion);
  return { state, at: toMs(done.at), policy: policyOf(policies, state), events: done.events };
}
