import { toMs } from '../../calendar/index.ts';
import type { Actor } from '../../cases/index.ts';
import { waitingMail } from '../../mail/index.ts';
import type { Wake } from '../../store/wakes.ts';
import { goOnWithUnfinished } from '../many/unfinished.ts';
import type { Alarms, Ports } from '../ports.ts';
import { clockDiffers, ClockDiffers } from '../commit/clockTrust.ts';
import { projectRow } from '../commit/projection.ts';
import { mendAlarm } from './mend.ts';
import { purgeEnded } from './purge.ts';
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

/**
 * The second, independent way of telling time: every case that is overdue according to the store gets the same
 * tick, and an alarm that is gone, has failed or hangs gets replaced. Never throws for a single case: one that
 * keeps failing is pushed back exponentially and stays visible to operations.
 */
export async function sweep(ports: Ports, alarms: Alarms): Promise<SweepReport> {
  const tally: Tally = { swept: 0, failed: 0, alarmsStarted: 0, alarmsReplaced: 0 };
  const until = ports.wallClock.now() + ports.sweep.budget;
  const shards = Array.from({ length: ports.store.wakeShards }, (_, shard) => shard);
  const leftToNext = (what: string) => (cause: unknown) => {
    ports.warn(`${what} is left to the next sweep`, cause);
  };
  // All at once: neither a backlog of wakes nor anything else keeps the others from ever being done.
  await Promise.all([
    ...shards.map((shard) =>
      sweepShard(ports, alarms, shard, until, tally).catch(leftToNext(`shard ${shard} of the wakes`)),
    ),
    goOnWithUnfinished(ports, alarms, sweepActor, until).catch(leftToNext('what concerns many cases')),
    purgeEnded(ports, alarms),
  ]);
  return { ...tally, backlog: await ports.store.wakeBacklog(ports.clock.now() - ports.sweep.grace) };
}

async function sweepShard(ports: Ports, alarms: Alarms, shard: number, until: number, tally: Tally) {
  const { grace, parallel } = ports.sweep;
  const tried = new Set<string>();
  while (ports.wallClock.now() < until) {
    const now = ports.clock.now();
    const overdue = await ports.store.overdueWakes(shard, now - grace, now, parallel);
    const differs = clockDiffers(ports);
    if (differs) return ports.warn('the sweep leaves everything to another host or a later run', differs);
    const rows = overdue.filter((row) => !tried.has(row.caseId));
    if (rows.length === 0) return;
    for (const row of rows) tried.add(row.caseId);
    await Promise.all(rows.map((row) => attempt(ports, alarms, row, tally)));
  }
}

async function attempt(ports: Ports, alarms: Alarms, row: Wake, tally: Tally): Promise<void> {
  const at = ports.clock.now();
  try {
    const seen = await sweepCase(ports, alarms, row, tally);
    await ports.store.noteAttempt(row.caseId, { at, failures: 0, retryAt: null, seen });
    tally.swept += 1;
  } catch (error) {
    tally.failed += 1;
    await noteFailure(ports, row, at, error);
  }
}

async function noteFailure(ports: Ports, row: Wake, at: number, error: unknown): Promise<void> {
  // No fault of the case.
  if (error instanceof ClockDiffers) return;
  const failures = row.failures + 1;
  const retryAt = at + Math.min(longestRetry, ports.sweep.period * 2 ** (failures - 1));
  const message = error instanceof Error ? error.message : String(error);
  try {
    await ports.store.noteAttempt(row.caseId, {
      at,
      failures,
      retryAt,
      error: message.slice(0, 500),
      seen: row.seen,
    });
  } catch (cause) {
    ports.warn(`that the sweep failed on case ${row.caseId} could not be noted`, cause);
  }
}

/** Answers what is to be remembered of the alarm. */
async function sweepCase(ports: Ports, alarms: Alarms, row: Wake, tally: Tally): Promise<string | undefined> {
  const { loaded, result } = await tickCase(ports, row.caseId);
  if (!loaded?.state) {
    await ports.store.deleteWake(row.caseId);
    return undefined;
  }
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
    state.alarm?.epoch ?? null,
    waitingMail(state, now),
  );
  if (unlisted) throw unlisted.error;
  if (wakeAt === null) return undefined;
  const { did, seen } = await mendAlarm(ports, alarms, state, row.seen, sweepActor);
  if (did === 'started') tally.alarmsStarted += 1;
  if (did === 'replaced') tally.alarmsReplaced += 1;
  return seen;
}

function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
}
