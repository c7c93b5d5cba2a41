import * as df from 'durable-functions';

import { toInstant } from '../shared/calendar/index.ts';
import { alarmInstanceId, parseAlarmInstanceId, type Alarms } from '../shared/engine/ports.ts';
import { tick } from '../shared/engine/alarm/tick.ts';
import type { Rescheduled, TickInput } from './caseAlarm.orchestrator.ts';
import { begunBy } from '../shared/telemetry/telemetry.ts';
import { ports } from './composition.ts';
import { tickedLate } from './overload.ts';
import { hostSpan } from './tracing.ts';

const orchestration = 'caseAlarm';

df.app.activity('tick', {
  handler: async ({ caseId, instanceId }: TickInput, context) => {
    const running = await ports();
    const epoch = parseAlarmInstanceId(instanceId)?.epoch;
    const { lateness, ...result } = await begunBy(hostSpan(context), () => tick(running, caseId, epoch));
    tickedLate(lateness);
    return result;
  },
});

export type DurableClient = ReturnType<typeof df.getClient>;

/** The alarms of the cases, by the Durable Functions client of an invocation. */
export function durableAlarms(client: DurableClient): Alarms {
  return {
    async start(caseId, epoch) {
      const instanceId = alarmInstanceId(caseId, epoch);
      try {
        await client.startNew(orchestration, { instanceId, input: { caseId } });
      } catch (error) {
        // 409: it runs already, which is all that was asked for.
        if (!saysStatus(error, 409)) throw error;
      }
    },
    async raise(caseId, epoch, wakeAt) {
      const told = wakeAt === undefined ? null : rescheduled(wakeAt);
      try {
        await client.raiseEvent(alarmInstanceId(caseId, epoch), 'rescheduled', told);
        return 'raised';
      } catch (error) {
        if (saysUnknown(error)) return 'unknown';
        // Met as it was ending: like one that has ended, whose 410 the client takes for success.
        if (saysEnded(error)) return 'raised';
        throw error;
      }
    },
    async status(caseId, epoch) {
      const seen = await instanceOf(client, alarmInstanceId(caseId, epoch));
      if (!seen) return { is: 'unknown' };
      if (!running.has(seen.runtimeStatus)) return { is: 'ended' };
      return { is: 'running', ...tickedAt(seen.customStatus) };
    },
    async terminate(caseId, epoch, reason) {
      try {
        await client.terminate(alarmInstanceId(caseId, epoch), reason);
      } catch (error) {
        if (!saysUnknown(error)) throw error;
      }
    },
    async purge(from, to) {
      await client.purgeInstanceHistoryBy({
        createdTimeFrom: new Date(from),
        createdTimeTo: new Date(to),
        runtimeStatus: ended,
      });
    },
  };
}

function rescheduled(wakeAt: number | null): Rescheduled {
  return { wakeAt: wakeAt === null ? null : toInstant(wakeAt) };
}

const running = new Set(['Running', 'Pending', 'ContinuedAsNew', 'Suspended']);
const { Completed, Failed, Terminated, Canceled } = df.OrchestrationRuntimeStatus;
const ended = [Completed, Failed, Terminated, Canceled];

/** The custom status is the last tick's summary. */
function tickedAt(customStatus: unknown): { readonly tickedAt?: string } {
  const told = typeof customStatus === 'object' && customStatus !== null ? customStatus : {};
  return 'tickedAt' in told && typeof told.tickedAt === 'string' ? { tickedAt: told.tickedAt } : {};
}

/** The runtime status as Durable Functions reports it; undefined when there is no such instance. */
export async function statusOf(client: DurableClient, instanceId: string): Promise<string | undefined> {
  return (await instanceOf(client, instanceId))?.runtimeStatus;
}

/** What Durable Functions knows of an instance; undefined when there is no such one. */
export async function instanceOf(client: DurableClient, instanceId: string) {
  try {
    return await client.getStatus(instanceId, { showInput: false });
  } catch (error) {
    if (saysUnknown(error)) return undefined;
    throw error;
  }
}

// The client throws plain errors; their text is all that tells them apart.
function saysStatus(error: unknown, status: number): boolean {
  return error instanceof Error && error.message.includes(`status code: ${status}`);
}

function saysEnded(error: unknown): boolean {
  return (
    error instanceof Error && /instance in (Completed|Failed|Terminated|Canceled) state/.test(error.message)
  );
}

function saysUnknown(error: unknown): boolean {
  return (
    error instanceof Error &&
    /HTTP 404 response|No instance with ID .* found|status code: 404/.test(error.message)
  );
}
