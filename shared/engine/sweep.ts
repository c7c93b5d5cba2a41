import type { Actor, Case } from '../cases/index.ts';
import type { Wake } from '../store/types.ts';
import { replaceAlarm } from './alarm.ts';
import { load } from './commit.ts';
import { attachAnalyses } from './incidents.ts';
import { applyPolicyVersions } from './policyVersions.ts';
import { momentOf, type Alarms, type Ports } from './ports.ts';
import { tick } from './tick.ts';
import { nextWake, projectRow } from './wake.ts';

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
  await Promise.all(shards.map((shard) => sweepShard(ports, alarms, shard, until, tally)));
  await finishFanOuts(ports, alarms);
  return { ...tally, backlog: await ports.store.wakeBacklog(ports.clock.now() - ports.sweep.grace) };
}

/** What was begun for many cases at once and not finished: a policy version, an incident's analysis. */
async function finishFanOuts(ports: Ports, alarms: Alarms): Promise<void> {
  // A time of their own: a backlog of wakes must not keep them from ever being done.
  const until = ports.wallClock.now() + Math.min(fanOutBudget, ports.sweep.budget);
  for (const fanOut of [applyPolicyVersions, attachAnalyses]) {
    try {
      await fanOut(ports, alarms, sweepActor, until);
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
    const failures = row.failures + 1;
    const retryAt = at + Math.min(longestRetry, ports.sweep.period * 2 ** (failures - 1));
    const message = error instanceof Error ? error.message : String(error);
    await ports.store.noteAttempt(row.caseId, { at, failures, retryAt, error: message.slice(0, 500) });
  }
}

async function sweepCase(ports: Ports, alarms: Alarms, row: Wake, tally: Tally): Promise<void> {
  await tick(ports, row.caseId);
  const { state, commits, now } = await load(ports, row.caseId);
  if (!state) return ports.store.deleteWake(row.caseId);
  const wakeAt = nextWake(state, momentOf(ports, now));
  await ports.store.repair(projectRow(state, commits.length - 1), wakeAt);
  if (wakeAt !== null) await mendAlarm(ports, alarms, state, row, now, tally);
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
