import { toInstant, toMs } from '../calendar/index.ts';
import { type Actor, type Case, type CaseEvent, fold, Recorder } from '../cases/index.ts';
import type { Policies, Policy } from '../policy/index.ts';
import type { Commit } from '../store/types.ts';
import { policiesWith, policyOf } from './policies.ts';
import { momentOf, type Ports } from './ports.ts';
import { nextWake, projectRow } from './wake.ts';

/** A case as it was loaded, and the instant (ms) it is decided at. */
export interface Loaded {
  readonly commits: readonly Commit[];
  readonly state: Case | undefined;
  readonly now: number;
  readonly policies: Policies;
  /** The case's own version; for one that does not exist, the one in force. */
  readonly policy: Policy;
}

export interface Committed {
  readonly state: Case;
  /** Absent when there was nothing to append. */
  readonly commit?: Commit;
  readonly policies: Policies;
  readonly wakeAt: number | null;
  /** What the caller owes the alarm now that the commit is kept. */
  readonly alarm: 'none' | 'start' | 'raise';
}

export type Decision = {
  readonly events: readonly CaseEvent[];
  readonly idempotency?: Commit['idempotency'];
};

/** Too many writers at once on one case. Retryable. */
export class Contended extends Error {
  override readonly name = 'Contended';
}

const mostAttempts = 30;

/**
 * The one procedure by which anything is appended: load, decide at `max(clock, last event)`, append as one
 * commit, and from the start again when another writer was first. `decide` is called anew each time; whatever
 * it throws (a `Refused`, say) ends the procedure with nothing appended. It answers `undefined` for a case
 * that does not exist and that it does not create.
 *
 * `endsAlarm`: this is the alarm's own tick, so if nothing is pending afterwards the alarm has ended.
 */
export async function commit(
  ports: Ports,
  caseId: string,
  decide: (loaded: Loaded) => Decision | Promise<Decision>,
  options: { readonly by: Actor; readonly endsAlarm?: boolean },
): Promise<Committed | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const loaded = await load(ports, caseId);
    const decision = await decide(loaded);
    const state = fold(decision.events, loaded.state);
    if (!state) return undefined;
    const outcome = withAlarm(ports, loaded, state, decision, options);
    const { policies } = loaded;
    if (outcome.events.length === 0) return { state, policies, wakeAt: outcome.wakeAt, alarm: 'none' };

    const appended: Commit = {
      caseId,
      number: loaded.commits.length,
      at: toInstant(loaded.now),
      events: outcome.events,
      ...(decision.idempotency ? { idempotency: decision.idempotency } : {}),
    };
    const result = await ports.store.append(appended, {
      row: projectRow(outcome.state, appended.number),
      wakeBefore: outcome.wakeBefore,
      wakeAfter: outcome.wakeAt,
      guardAt: loaded.now + ports.sweep.period,
    });
    if (result === 'appended') {
      const { wakeAt, alarm } = outcome;
      return { state: outcome.state, policies, commit: appended, wakeAt, alarm };
    }
  }
  throw new Contended(`case ${caseId} has too many writers at once`);
}

/** The case as it stands in the store, at `max(clock, last event)`: time never runs backwards on a case. */
export async function load(
  ports: Pick<Ports, 'store' | 'clock' | 'policies'>,
  caseId: string,
): Promise<Loaded> {
  const commits = await ports.store.load(caseId);
  const state = fold(commits.flatMap((one) => one.events));
  const now = Math.max(ports.clock.now(), state ? toMs(state.at) : 0);
  const policies = await policiesWith(ports.policies, ...(state ? [state.policyVersion] : []));
  return { commits, state, now, policies, policy: state ? policyOf(policies, state) : policies.inForce(now) };
}

function withAlarm(
  ports: Ports,
  loaded: Loaded,
  decided: Case,
  decision: Decision,
  options: { readonly by: Actor; readonly endsAlarm?: boolean },
) {
  const moment = momentOf(ports, loaded.now);
  const wakeBefore = loaded.state ? nextWake(loaded.state, moment) : null;
  const wakeAt = nextWake(decided, moment);
  const record = new Recorder(decided, toInstant(loaded.now), options.by);
  const { alarm } = decided;
  let owed: Committed['alarm'] = 'none';
  if (wakeAt !== null && (!alarm || alarm.ended)) {
    record.add('alarm.started', { epoch: alarm ? alarm.epoch + 1 : 0 }, toInstant(loaded.now));
    owed = 'start';
  } else if (wakeAt === null && options.endsAlarm && alarm && !alarm.ended) {
    record.add('alarm.ended', { epoch: alarm.epoch }, toInstant(loaded.now));
  } else if (wakeAt !== null && (wakeBefore === null || wakeAt < wakeBefore)) {
    owed = 'raise';
  }
  return {
    events: [...decision.events, ...record.events],
    state: record.existing,
    wakeBefore,
    wakeAt,
    alarm: owed,
  };
}
