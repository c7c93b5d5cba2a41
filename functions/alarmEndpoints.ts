import { endpoints } from '../shared/api/endpoints.ts';
import type { AlarmView } from '../shared/api/operations/alarms.ts';
import type { Column } from '../shared/api/operations/csv.ts';
import { alertsOf } from '../shared/api/operations/runbook.ts';
import type { UnreadableView } from '../shared/api/readiness.ts';
import { toInstant } from '../shared/calendar/index.ts';
import { referenceOf } from '../shared/cases/index.ts';
import { channelStates } from '../shared/engine/alarm/channelStates.ts';
import { mailState } from '../shared/engine/alarm/mailState.ts';
import { fanOutStates } from '../shared/engine/many/unfinished.ts';
import { load } from '../shared/engine/commit/load.ts';
import { alarmInstanceId, type Ports } from '../shared/engine/ports.ts';
import { dueDecrees } from '../shared/policy/calendars/index.ts';
import { StoreUnavailable } from '../shared/store/errors.ts';
import type { Wake } from '../shared/store/wakes.ts';
import { statusOf, type DurableClient } from './alarms.ts';
import { serve } from './http.ts';
import { unreadable } from './composition.ts';
import { listReply } from './links.ts';

/** So many late alarms of a page are asked about; there are none in good health. */
const mostAsked = 10;

serve(endpoints.listAlarms, async ({ request, query, ports, durable }) => {
  const now = ports.clock.now();
  const [page, backlog, documents, fanOuts, mail, policies] = await Promise.all([
    ports.store.listWakes(query.top, query.continuation, {
      late: query.late === undefined ? undefined : { is: query.late, now },
      failing: query.failing,
    }),
    ports.store.wakeBacklog(now - ports.sweep.grace),
    unreadable(),
    fanOutStates(ports),
    mailState(ports),
    ports.policies.read(),
  ]);
  const late = page.value.filter((wake) => isLate(wake, now)).slice(0, mostAsked);
  const asked = await Promise.all(late.map((wake) => ask(ports, durable, wake)));
  const known = new Map(asked.map((one) => [one.caseId, one]));
  const more = page.continuation === undefined ? undefined : { continuation: page.continuation };
  const due = dueDecrees(now);
  const warnings = due ? [{ code: due.code, detail: due.detail }] : [];
  const oldest = backlog.oldest === null ? null : toInstant(backlog.oldest);
  const value = page.value.map((wake) => alarmView(wake, known.get(wake.caseId), now));
  const unread = [...documents, ...asked.flatMap((one) => (one.unread ? [one.unread] : []))];
  const seen = {
    backlog: { count: backlog.count, oldest },
    mail,
    channels: channelStates(policies, ports),
    warnings,
    fanOuts,
    unreadable: unread,
  };
  return listReply(request, query, { columns: alarmColumns, value, more }, (list) => ({
    ...list,
    alerts: alertsOf({ ...seen, value }, now),
    ...seen,
  }));
});

const alarmColumns: readonly Column<AlarmView>[] = (
  [
    'caseId',
    'reference',
    'instanceId',
    'runtimeStatus',
    'nextWake',
    'lateness',
    'failures',
    'lastError',
  ] as const
).map((name) => ({ name, of: (alarm) => alarm[name] }));

function isLate({ wakeAt, failures }: Wake, now: number): boolean {
  return failures > 0 || (wakeAt !== null && wakeAt < now);
}

interface Asked {
  readonly caseId: string;
  readonly instanceId: string | null;
  readonly status?: string | undefined;
  readonly unread?: UnreadableView;
}

/** What the task hub says of an alarm that is late. One whose case cannot be read is said to be so. */
async function ask(ports: Ports, durable: DurableClient, { caseId }: Wake): Promise<Asked> {
  try {
    const { state } = await load(ports, caseId);
    const instanceId = state?.alarm ? alarmInstanceId(caseId, state.alarm.epoch) : null;
    const status = instanceId === null ? undefined : await statusOf(durable, instanceId);
    return { caseId, instanceId, status };
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    return { caseId, instanceId: null, unread: { caseId, what: 'case', detail } };
  }
}

function alarmView(wake: Wake, asked: Asked | undefined, now: number): AlarmView {
  const recorded = wake.epoch === null ? null : alarmInstanceId(wake.caseId, wake.epoch);
  return {
    caseId: wake.caseId,
    reference: referenceOf(wake.caseId),
    instanceId: asked ? asked.instanceId : recorded,
    runtimeStatus: asked ? (asked.status ?? 'Unknown') : 'Running',
    nextWake: wake.wakeAt === null ? null : toInstant(wake.wakeAt),
    lateness: wake.wakeAt === null ? 0 : Math.max(0, now - wake.wakeAt),
    failures: wake.failures,
    ...(wake.lastError === undefined ? {} : { lastError: wake.lastError }),
  };
}
