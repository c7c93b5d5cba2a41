import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import type { UnreadableView } from '../shared/api/readiness.ts';
import type { AlarmView } from '../shared/api/schemas.ts';
import { toInstant } from '../shared/calendar/index.ts';
import { replaceAlarm } from '../shared/engine/alarm/alarm.ts';
import { load } from '../shared/engine/commit/load.ts';
import { alarmInstanceId, parseAlarmInstanceId, type Ports } from '../shared/engine/ports.ts';
import { dueDecrees } from '../shared/policy/calendars/index.ts';
import { actorOf } from '../shared/identity/caller.ts';
import { StoreUnavailable } from '../shared/store/errors.ts';
import type { Wake } from '../shared/store/types.ts';
import { statusOf, type DurableClient } from './alarms.ts';
import { serve, unknownCase } from './http.ts';
import { unreadable } from './composition.ts';
import { nextLink } from './links.ts';
import { caseIdOf } from './ownCases.ts';
import { nextTurn } from '../shared/turns.ts';

/** So many alarms are looked at at once: each is read from the store and asked about. */
const together = 10;

serve(endpoints.listAlarms, async ({ request, query, ports, durable }) => {
  const now = ports.clock.now();
  const [page, backlog, documents] = await Promise.all([
    ports.store.listWakes(query.top, query.continuation),
    ports.store.wakeBacklog(now - ports.sweep.grace),
    unreadable(),
  ]);
  const seen: Awaited<ReturnType<typeof alarmOf>>[] = [];
  for (let at = 0; at < page.value.length; at += together) {
    const some = page.value.slice(at, at + together);
    seen.push(...(await Promise.all(some.map((wake) => alarmOf(ports, durable, wake, now)))));
    await nextTurn();
  }
  const more = page.continuation === undefined ? undefined : { continuation: page.continuation };
  const due = dueDecrees(now);
  const warnings = due ? [{ code: due.code, detail: due.detail }] : [];
  const oldest = backlog.oldest === null ? null : toInstant(backlog.oldest);
  return {
    status: 200,
    body: {
      value: seen.map(({ alarm }) => alarm),
      ...nextLink(request, more),
      backlog: { count: backlog.count, oldest },
      warnings,
      unreadable: [...documents, ...seen.flatMap(({ unread }) => (unread ? [unread] : []))],
    },
  };
});

serve(endpoints.restartAlarm, async ({ params, caller, ports, alarms }) => {
  const named = parseAlarmInstanceId(params.id)?.caseId ?? params.id;
  const caseId = await caseIdOf(ports, caller, named);
  if (caseId === undefined) throw unknownCase();
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

/** An alarm of the page. One whose case cannot be read is shown by its wake alone, and said to be so. */
async function alarmOf(
  ports: Ports,
  durable: DurableClient,
  wake: Wake,
  now: number,
): Promise<{ readonly alarm: AlarmView; readonly unread?: UnreadableView }> {
  try {
    const { state } = await load(ports, wake.caseId);
    const instanceId = state?.alarm ? alarmInstanceId(wake.caseId, state.alarm.epoch) : null;
    const status = instanceId === null ? undefined : await statusOf(durable, instanceId);
    return { alarm: alarmView(wake, instanceId, status, now) };
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    const unread = { caseId: wake.caseId, what: 'case', detail };
    return { alarm: alarmView(wake, null, undefined, now), unread };
  }
}

function alarmView(
  wake: Wake,
  instanceId: string | null,
  status: string | undefined,
  now: number,
): AlarmView {
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
