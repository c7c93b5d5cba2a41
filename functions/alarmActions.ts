/** What operations do about alarms, and what is known of one. */
import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import type { OneAlarm } from '../shared/api/operations/alarms.ts';
import { toInstant } from '../shared/calendar/index.ts';
import { referenceOf, type Case } from '../shared/cases/index.ts';
import { replaceAlarm, terminateAlarm } from '../shared/engine/alarm/alarm.ts';
import { load } from '../shared/engine/commit/load.ts';
import { alarmInstanceId, parseAlarmInstanceId, type Alarms, type Ports } from '../shared/engine/ports.ts';
import { actorOf, type Caller } from '../shared/identity/caller.ts';
import type { Wake } from '../shared/store/wakes.ts';
import { instanceOf } from './alarms.ts';
import { serve } from './http.ts';
import { caseIdOf } from './ownCases.ts';
import { unknownCase } from './problems.ts';

serve(endpoints.readAlarm, async ({ params, caller, ports, durable }) => {
  const { caseId, state, epoch } = await named(ports, caller, params.id);
  const of = epoch ?? state.alarm?.epoch ?? null;
  const instanceId = of === null ? null : alarmInstanceId(caseId, of);
  const [wake, instance] = await Promise.all([
    ports.store.getWake(caseId),
    instanceId === null ? undefined : instanceOf(durable, instanceId),
  ]);
  const recorded = recordedOf(state, of);
  if (recorded === 'none' && epoch !== undefined && !instance) throw unknownAlarm();
  const now = ports.clock.now();
  const isCurrent = of !== null && of === state.alarm?.epoch;
  const body: OneAlarm = {
    caseId,
    reference: referenceOf(caseId),
    instanceId,
    epoch: of,
    current: isCurrent,
    recorded,
    runtimeStatus: instance?.runtimeStatus ?? 'Unknown',
    ...(instance
      ? { createdAt: instantOf(instance.createdTime), lastUpdatedAt: instantOf(instance.lastUpdatedTime) }
      : {}),
    ...lastTick(instance?.customStatus),
    ...outputOf(instance?.output),
    ...wakeOf(isCurrent ? wake : undefined, now),
  };
  return { status: 200, body };
});

serve(endpoints.restartAlarm, async ({ params, caller, ports, alarms }) => ({
  status: 200,
  body: await restart(ports, alarms, caller, params.id),
}));

serve(endpoints.restartAlarms, async ({ body, caller, ports, alarms }) => {
  const value: object[] = [];
  for (const id of body.ids) {
    try {
      value.push({ id, ...(await restart(ports, alarms, caller, id, body.reason)) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, message: detail } = error;
      value.push({ id, problem: { code, detail } });
    }
  }
  return { status: 200, body: { value } };
});

serve(endpoints.terminateAlarm, async ({ params, body, caller, ports, alarms }) => {
  const { caseId, state, epoch } = await named(ports, caller, params.id);
  const of = epoch ?? state.alarm?.epoch;
  if (of === undefined || recordedOf(state, of) === 'none') throw unknownAlarm();
  const status = await alarms.status(caseId, of);
  if (status.is !== 'running') {
    throw new Problem(409, 'alarm.notRunning', 'This instance does not run, so there is nothing to end.');
  }
  await terminateAlarm(ports, alarms, caseId, of, actorOf(caller, 'operations'), body.reason);
  return { status: 200, body: { caseId, instanceId: alarmInstanceId(caseId, of) } };
});

/** The case that an id, a reference or an instance means, and the epoch where it is an instance. */
async function named(ports: Ports, caller: Caller, id: string) {
  const instance = parseAlarmInstanceId(id);
  const caseId = await caseIdOf(ports, caller, instance?.caseId ?? id);
  if (caseId === undefined) throw unknownCase();
  const { state } = await load(ports, caseId);
  if (!state) throw unknownCase();
  return { caseId, state, epoch: instance?.epoch };
}

async function restart(ports: Ports, alarms: Alarms, caller: Caller, id: string, reason?: string) {
  const { caseId, state } = await named(ports, caller, id);
  if (!state.alarm || state.alarm.ended) {
    throw new Problem(
      409,
      'alarm.notRunning',
      'Nothing is pending on this case, so it has no alarm to restart.',
    );
  }
  const by = actorOf(caller, 'operations');
  const replaced = await replaceAlarm(ports, alarms, caseId, state.alarm.epoch, by, { message: reason });
  if (!replaced?.alarm) {
    throw new Problem(
      409,
      'alarm.changed',
      'The alarm has just been replaced by another: read the list again.',
    );
  }
  return { caseId, instanceId: alarmInstanceId(caseId, replaced.alarm.epoch) };
}

function recordedOf({ alarm }: Case, epoch: number | null): OneAlarm['recorded'] {
  if (!alarm || epoch === null || epoch > alarm.epoch) return 'none';
  if (epoch < alarm.epoch) return 'replaced';
  return alarm.ended ? 'ended' : 'running';
}

function wakeOf(wake: Wake | undefined, now: number) {
  const instant = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : toInstant(ms));
  return {
    nextWake: instant(wake?.wakeAt),
    lateness: wake?.wakeAt == null ? 0 : Math.max(0, now - wake.wakeAt),
    failures: wake?.failures ?? 0,
    ...(wake?.lastError === undefined ? {} : { lastError: wake.lastError }),
    lastAttemptAt: instant(wake?.lastAttemptAt),
    retryAt: instant(wake?.retryAt),
  };
}

function instantOf(time: Date | string): string {
  return toInstant(new Date(time).getTime());
}

/** The custom status is the last tick's summary. */
function lastTick(customStatus: unknown): Pick<OneAlarm, 'lastTick'> {
  if (typeof customStatus !== 'object' || customStatus === null) return {};
  const { tickedAt, wakeAt, status } = customStatus as Readonly<Record<string, unknown>>;
  if (typeof tickedAt !== 'string' || typeof status !== 'string') return {};
  return { lastTick: { tickedAt, wakeAt: typeof wakeAt === 'string' ? wakeAt : null, status } };
}

function outputOf(output: unknown): Pick<OneAlarm, 'output'> {
  if (output === null || output === undefined) return {};
  return { output: (typeof output === 'string' ? output : JSON.stringify(output)).slice(0, 2000) };
}

function unknownAlarm(): Problem {
  return new Problem(
    404,
    'alarm.unknown',
    'This case has had no such alarm: leave the epoch out to see the one it has.',
  );
}
