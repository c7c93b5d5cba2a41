import { operations } from '../shared/api/operations.ts';
import { Problem } from '../shared/api/problem.ts';
import type { AlarmView } from '../shared/api/schemas.ts';
import { toInstant } from '../shared/calendar/index.ts';
import { replaceAlarm } from '../shared/engine/alarm.ts';
import { load } from '../shared/engine/load.ts';
import { alarmInstanceId, parseAlarmInstanceId, type Ports } from '../shared/engine/ports.ts';
import { horizonWarning } from '../shared/policy/calendars/index.ts';
import { actorOf } from '../shared/identity/caller.ts';
import type { Wake } from '../shared/store/types.ts';
import { statusOf, type DurableClient } from './alarms.ts';
import { serve, unknownCase } from './http.ts';
import { nextLink } from './links.ts';

/** So many alarms are looked at at once: each is read from the store and asked about. */
const together = 10;

serve(operations.listAlarms, async ({ request, query, ports, durable }) => {
  const now = ports.clock.now();
  const [page, backlog] = await Promise.all([
    ports.store.listWakes(query.top, query.continuation),
    ports.store.wakeBacklog(now - ports.sweep.grace),
  ]);
  const value: AlarmView[] = [];
  for (let at = 0; at < page.value.length; at += together) {
    const some = page.value.slice(at, at + together);
    value.push(...(await Promise.all(some.map((wake) => alarmView(ports, durable, wake, now)))));
  }
  const more = page.continuation === undefined ? undefined : { continuation: page.continuation };
  const horizon = horizonWarning(now);
  const warnings = horizon ? [{ code: horizon.code, detail: horizon.detail }] : [];
  const oldest = backlog.oldest === null ? null : toInstant(backlog.oldest);
  return {
    status: 200,
    body: { value, ...nextLink(request, more), backlog: { count: backlog.count, oldest }, warnings },
  };
});

serve(operations.restartAlarm, async ({ params, caller, ports, alarms }) => {
  const caseId = parseAlarmInstanceId(params.id)?.caseId ?? params.id;
  const { state } = await load(ports, caseId);
  if (!state) throw unknownCase();
  if (!state.alarm || state.alarm.ended) {
    throw new Problem(
      409,
      'alarm.notRunning',
      'Nothing is pending on this case, so it has no alarm to restart.',
    );
  }
  const by = actorOf(caller, 'operations');
  const replaced = await replaceAlarm(ports, alarms, caseId, state.alarm.epoch, by);
  if (!replaced?.alarm) {
    throw new Problem(
      409,
      'alarm.changed',
      'The alarm has just been replaced by another: read the list again.',
    );
  }
  return { status: 200, body: { caseId, instanceId: alarmInstanceId(caseId, replaced.alarm.epoch) } };
});

async function alarmView(ports: Ports, durable: DurableClient, wake: Wake, now: number): Promise<AlarmView> {
  const { state } = await load(ports, wake.caseId);
  const instanceId = state?.alarm ? alarmInstanceId(wake.caseId, state.alarm.epoch) : null;
  const status = instanceId === null ? undefined : await statusOf(durable, instanceId);
  return {
    caseId: wake.caseId,
    instanceId,
    runtimeStatus: status ?? 'Unknown',
    nextWake: wake.wakeAt === null ? null : toInstant(wake.wakeAt),
    lateness: wake.wakeAt === null ? 0 : Math.max(0, now - wake.wakeAt),
    failures: wake.failures,
    ...(wake.lastError === undefined ? {} : { lastError: wake.lastError }),
  };
}
