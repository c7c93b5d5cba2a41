import { toInstant, toMs } from '../../calendar/index.ts';
import {
  decideDue,
  fold,
  nextDue,
  Recorder,
  tallied,
  type Actor,
  type Case,
  type CaseEvent,
} from '../../cases/index.ts';
import { waitingMail } from '../../mail/index.ts';
import { again, retrying } from '../../retry.ts';
import { describeCommit, measures, spanToKeep } from '../../telemetry/telemetry.ts';
import type { CaseRow } from '../../store/types.ts';
import type { Commit } from '../../store/stream.ts';
import { following, load, refreshed, type Loaded } from './load.ts';
import { momentOf, type Ports } from '../ports.ts';
import { projectRow } from './projection.ts';
import { snapshotWith } from './snapshots.ts';
import { nextWake } from './wake.ts';

/** What follows from a command: events to append, or an answer for which nothing is appended. */
export type Decision<A = never> =
  | {
      readonly events: readonly CaseEvent[];
      readonly idempotency?: Commit['idempotency'];
      /** The caller goes on and commits again: the wake row is written then. */
      readonly goesOn?: boolean;
      /** Mail that could go out is left until then (ms). */
      readonly mailFrom?: number | undefined;
      /** How mails ended is not asked for again before then (ms). */
      readonly followFrom?: number | undefined;
    }
  | { readonly answer: A };

/** From what counts least on. `end`: the alarm that has ended is told so. */
const owings = ['none', 'raise', 'end', 'start'] as const;
export type AlarmOwed = (typeof owings)[number];

export interface Committed {
  readonly state: Case;
  /** The case as it now is, for the next decision on it. */
  readonly loaded: Loaded;
  /** Absent when there was nothing to append. */
  readonly commit?: Commit;
  readonly wakeAt: number | null;
  /** What the caller owes the alarm now that the commit is kept. */
  readonly alarm: AlarmOwed;
}

export type Outcome<A> = Committed | { readonly answer: A } | undefined;

/** Too many writers at once on one case. Retryable. */
export class Contended extends Error {
  override readonly name = 'Contended';
}

/** About how many bytes of what has fallen due go into one commit: a document has 2 MB at the most. */
const mostDue = 256_000;
/** How writers of one case make way for each other. */
const patience = { attempts: 60, firstWait: 4, longestWait: 500 };

const system: Actor = { kind: 'system', id: 'tick', role: 'system' };

/**
 * The one procedure by which anything is appended. At `max(clock, last event)` everything that has fallen due is
 * decided first, in commits of its own as long as there is much of it; then `own` decides on the case as it is then,
 * and both are appended as one commit. When another writer was first, all begins anew from what is then stored.
 * Whatever `own` throws (a `Refused`, say) ends the procedure. Undefined: the case does not exist, and `own` does not
 * create it.
 *
 * `known` is the case as it was just read: then it is loaded only after a conflict.
 */
export async function commit<A = never>(
  ports: Ports,
  caseId: string,
  own: (loaded: Loaded) => Decision<A> | Promise<Decision<A>>,
  options: { readonly by: Actor; readonly known?: Loaded | undefined },
): Promise<Outcome<A>> {
  let { known } = options;
  let alarm: AlarmOwed = 'none';
  const { wallClock, random } = ports;
  const sleep = (ms: number) => wallClock.sleepUntil(wallClock.now() + ms);
  return retrying(
    { ...patience, sleep, random },
    async () => {
      let loaded = known ? await refreshed(ports, known) : await load(ports, caseId);
      known = undefined;
      for (;;) {
        const due = withLinkKey(
          ports,
          loaded.state ? decideDue(loaded.state, loaded.now, loaded.policy, mostDue) : [],
        );
        const upToDate = { ...loaded, state: fold(due, loaded.state) };
        const isMuch = hasDue(upToDate);
        const decided: Decision<A> = isMuch ? { events: [], goesOn: true } : await own(upToDate);
        if ('answer' in decided) return decided;
        const decision = { ...decided, events: withLinkKey(ports, decided.events) };
        const state = fold(decision.events, upToDate.state);
        if (!state) return undefined;
        const by = isMuch ? system : options.by;
        const appended = await append(
          ports,
          loaded,
          state,
          { ...decision, events: [...due, ...decision.events] },
          by,
        );
        if (appended === 'conflict') return again;
        alarm = strongest(alarm, appended.alarm);
        if (!isMuch) return { ...appended, alarm };
        loaded = appended.loaded;
      }
    },
    () => new Contended(`case ${caseId} has too many writers at once`),
  );
}

/** What a procedure that never answers instead has committed; undefined where there is no such case. */
export function committed(outcome: Outcome<never>): Committed | undefined {
  return outcome && 'state' in outcome ? outcome : undefined;
}

/** Mails to the customer get the key that their links are signed with, so that they stay the same when another follows. */
function withLinkKey({ mailLinks }: Ports, events: readonly CaseEvent[]): readonly CaseEvent[] {
  if (!mailLinks) return events;
  return events.map((event) =>
    event.type === 'mail.requested' && event.data.audience === 'customer'
      ? { ...event, data: { ...event.data, linkKey: mailLinks.current } }
      : event,
  );
}

function hasDue({ state, now }: Loaded): boolean {
  const due = state && nextDue(state);
  return due !== undefined && toMs(due.at) <= now;
}

async function append(
  ports: Ports,
  loaded: Loaded,
  decided: Case,
  decision: Exclude<Decision, { readonly answer: never }>,
  by: Actor,
): Promise<Committed | 'conflict'> {
  const { caseId, now } = loaded;
  const outcome = withAlarm(ports, loaded, decided, by, decision);
  const { wakeAt, wakeBefore, alarm } = outcome;
  const events = [...decision.events, ...outcome.events];
  if (events.length === 0) return { state: decided, loaded, wakeAt, alarm: 'none' };
  const { state } = outcome;
  const trace = spanToKeep();
  const commit: Commit = {
    caseId,
    number: loaded.commit + 1,
    at: toInstant(now),
    events,
    ...(decision.idempotency ? { idempotency: decision.idempotency } : {}),
    ...(trace === undefined ? {} : { trace }),
  };
  const row = projectRow(state, commit.number);
  const rowSince = isListedAs(loaded, row) ? loaded.rowSince : commit.number;
  const snapshot = snapshotWith(loaded, commit, state);
  const isDue = wakeBefore !== null && wakeBefore <= now;
  const result = await ports.store.append(commit, {
    wakeBefore,
    wakeAfter: wakeAt,
    mailAfter: waitingMail(state, now),
    epoch: state.alarm?.epoch ?? null,
    guardAt: now + ports.sweep.period,
    row,
    rowSince,
    tally: (before) => tallied(before, loaded.state, events),
    ...(decision.goesOn && isDue ? { wakeFollows: true } : {}),
    ...(snapshot ? { snapshot } : {}),
  });
  if (result === 'conflict') {
    measures().conflicts.add(1);
    return result;
  }
  describeCommit(caseId, commit.number, state.sequence);
  ports.told(commit, loaded.state ? [loaded.state, state] : [state]);
  return {
    state,
    loaded: following({ ...loaded, rowSince }, commit, state, snapshot !== undefined),
    commit,
    wakeAt,
    alarm,
  };
}

/** Whether the case had the same list row before. */
function isListedAs({ state: before }: Loaded, row: CaseRow): boolean {
  return before !== undefined && JSON.stringify(projectRow(before, row.commit)) === JSON.stringify(row);
}

/**
 * What the commit means for the alarm: one is begun where something is pending and none runs, and where nothing is
 * pending any more it has ended. An instance that is not told finds that out at its next wake.
 */
function withAlarm(
  ports: Ports,
  { state: before, now }: Loaded,
  decided: Case,
  by: Actor,
  {
    mailFrom,
    followFrom,
  }: { readonly mailFrom?: number | undefined; readonly followFrom?: number | undefined },
) {
  const moment = momentOf(ports, now);
  const wakeBefore = before ? nextWake(before, moment) : null;
  const wakeAt = nextWake(decided, {
    ...moment,
    ...(mailFrom === undefined ? {} : { mailFrom }),
    ...(followFrom === undefined ? {} : { followFrom }),
  });
  const record = new Recorder(decided, toInstant(now), by);
  const { alarm } = decided;
  let owed: AlarmOwed = 'none';
  if (wakeAt !== null && (!alarm || alarm.ended)) {
    record.add('alarm.started', { epoch: alarm ? alarm.epoch + 1 : 0 }, toInstant(now));
    owed = 'start';
  } else if (wakeAt === null && alarm && !alarm.ended) {
    record.add('alarm.ended', { epoch: alarm.epoch }, toInstant(now));
    owed = 'end';
  } else if (wakeAt !== null && (wakeBefore === null || wakeAt < wakeBefore)) {
    owed = 'raise';
  }
  return { events: record.events, state: record.existing, wakeBefore, wakeAt, alarm: owed };
}

function strongest(one: AlarmOwed, other: AlarmOwed): AlarmOwed {
  return owings.indexOf(one) > owings.indexOf(other) ? one : other;
}
