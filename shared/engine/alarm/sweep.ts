import { toMs } from '../../calendar/index.ts';
import type { Actor, Case } from '../../cases/index.ts';
import { waitingMail } from '../../mail/index.ts';
import type { Wake } from '../../store/types.ts';
import { replaceAlarm } from './alarm.ts';
import { applyCalendars } from '../calendars/applications.ts';
import { attachAnalyses } from '../many/incidents.ts';
import { applyPolicyVersions } from '../policies/versions.ts';
import type { Alarms, Ports } from '../ports.ts';
import { projectRow } from '../commit/projection.ts';
import { tickCase } from './tick.ts';

export interface SweepReport {
  /** Rows that were taken up. */
  readonly swept: number;
  readonly failed: number;
  readonly alarmsStarted: number;
  readonly alarmsReplaced: number;
  /** What was still overdue when the run ended. */
  readonly backlog: { readonly count: number; readonly oldest: number | null };
}

interface Tally {
  swept: number;
  failed: number;
  alarmsStarted: number;
  alarmsReplaced: number;
}

const sweepActor: Actor = { kind: 'system', id: 'sweep', role: 'system' };
const longestRetry = 3_600_000;
const fanOutBudget = 10_000;

/**
 * The second, independent way of telling time: every case that is overdue according to the store gets the same
 * tick, and an alarm that is gone, has failed or hangs gets replaced. Never throws for a single case: one that
 * keeps failing is pushed back exponentially and stays visible to operations.
 */
export async function sweep(ports: Ports, alarms: Alarms): Promise<SweepReport> {
  const tally: Tally = { swept: 0, failed: 0, alarmsStarted: 0, alarmsReplaced: 0 };
  const until = ports.wallClock.now() + ports.sweep.budget;
  const shards = Array.from({ length: ports.store.wakeShards }, (_, shard) => shard);
  await Promise.all(
    shards.map((shard) =>
      sweepShard(ports, alarms, shard, until, tally).catch((cause: unknown) => {
        ports.warn(`shard ${shard} of the wakes is left to the next sweep`, cause);
      }),
    ),
  );
  await finishFanOuts(ports, alarms);
  return { ...tally, backlog: await ports.store.wakeBacklog(ports.clock.now() - ports.sweep.grace) };
}

/** What was begun for many cases at once and not finished: a policy version, a calendar, an incident's analysis. */
async function finishFanOuts(ports: Ports, alarms: Alarms): Promise<void> {
  for (const finish of [applyPolicyVersions, applyCalendars, attachAnalyses]) {
    // A time of its own for each: neither a backlog of wakes nor the other must keep it from ever being done.
    const until = ports.wallClock.now() + Math.min(fanOutBudget, ports.sweep.budget);
    try {
      await finish(ports, alarms, sweepActor, until);
    } catch (cause) {
      ports.warn('something that concerns many cases is left to the next sweep', cause);
    }
  }
}

async function sweepShard(ports: Ports, alarms: Alarms, shard: number, until: number, tally: Tally) {
  const { grace, parallel } = ports.sweep;
  const tried = new Set<string>();
  while (ports.wallClock.now() < until) {
    const now = ports.clock.now();
    const overdue = await ports.store.overdueWakes(shard, now - grace, now, parallel);
    const rows = overdue.filter((row) => !tried.has(row.caseId));
    if (rows.length === 0) return;
    for (const row of rows) tried.add(row.caseId);
    await Promise.all(rows.map((row) => attempt(ports, alarms, row, tally)));
  }
}

async function attempt(ports: Ports, alarms: Alarms, row: Wake, tally: Tally): Promise<void> {
  const at = ports.clock.now();
  try {
    await sweepCase(ports, alarms, row, tally);
    await ports.store.noteAttempt(row.caseId, { at, failures: 0, retryAt: null });
    tally.swept += 1;
  } catch (error) {
    tally.failed += 1;
    await noteFailure(ports, row, at, error);
  }
}

async function noteFailure(ports: Ports, row: Wake, at: number, error: unknown): Promise<void> {
  const failures = row.failures + 1;
  const retryAt = at + Math.min(longestRetry, ports.sweep.period * 2 ** (failures - 1));
  const message = error instanceof Error ? error.message : String(error);
  try {
    await ports.store.noteAttempt(row.caseId, { at, failures, retryAt, error: message.slice(0, 500) });
  } catch (cause) {
    ports.warn(`that the sweep failed on case ${row.caseId} could not be noted`, cause);
  }
}

async function sweepCase(ports: Ports, alarms: Alarms, row: Wake, tally: Tally): Promise<void> {
  const { loaded, result } = await tickCase(ports, row.caseId);
  if (!loaded?.state) return ports.store.deleteWake(row.caseId);
  const { state, commit, now } = loaded;
  const wakeAt = result.wakeAt === null ? null : toMs(result.wakeAt);
  // The list row first: once the wake row is right, nothing brings the sweep here again. One that cannot be written
  // must not keep the case from being woken, and is tried once more later.
  const unlisted = await failureOf(ports.store.repairRow(projectRow(state, commit)));
  const again = unlisted ? now + longestRetry : Number.POSITIVE_INFINITY;
  const next = Math.min(wakeAt ?? Number.POSITIVE_INFINITY, again);
  await ports.store.repairWake(
    row.caseId,
    commit,
    Number.isFinite(next) ? next : null,
    waitingMail(state, now),
  );
  if (unlisted) throw unlisted.error;
  if (wakeAt !== null) await mendAlarm(ports, alarms, state, row, now, tally);
}

function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
}

async function mendAlarm(
  ports: Ports,
  alarms: Alarms,
  { id, alarm }: Case,
  row: Wake,
  now: number,
  tally: Tally,
): Promise<void> {
  if (!alarm) return;
  const status = await alarms.status(id, alarm.epoch);
  if (status === 'unknown') {
    tally.alarmsStarted += 1;
    return alarms.start(id, alarm.epoch);
  }
  const hangs = row.wakeAt !== null && now - row.wakeAt > 2 * ports.sweep.period;
  if (status === 'ended' || hangs) {
    tally.alarmsReplaced += 1;
    await replaceAlarm(ports, alarms, id, alarm.epoch, sweepActor);
    return;
  }
  await alarms.raise(id, alarm.epoch);
}
