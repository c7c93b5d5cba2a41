import { toInstant } from '../../calendar/index.ts';
import { Recorder, recordReport, type Actor } from '../../cases/index.ts';
import type { DeliveryReport } from '../../mail/index.ts';
import { tellAlarm } from '../alarm/alarm.ts';
import { idempotencyOf } from '../commands/idempotency.ts';
import { readEvent } from '../commands/read.ts';
import { commit } from '../commit/commit.ts';
import type { Alarms, Ports } from '../ports.ts';
import { mailNamed } from './named.ts';

const by: Actor = { kind: 'system', id: 'mail', role: 'system' };

/**
 * Records a delivery report on the case of its mail, once however often it comes. `unknown`: it is about no mail of
 * ours. Throws what the store throws: then it is to come again.
 */
export async function takeReport(
  ports: Ports,
  alarms: Alarms,
  { operationId, ...report }: DeliveryReport,
): Promise<'recorded' | 'known' | 'unknown'> {
  const { store } = ports;
  const named = await mailNamed(store, ports.clock.now(), operationId);
  if (!named) return 'unknown';
  const { caseId, sequence, attempt } = named;
  const request = await readEvent(store, caseId, sequence);
  if (request?.type !== 'mail.requested') return 'unknown';
  const { recipient, status } = report;
  const key = JSON.stringify([operationId, recipient.toLowerCase(), status]);
  const scope = { tenantId: '', client: by.id, operation: 'takeMailReports', caseId, key };
  const idempotency = idempotencyOf(scope, null);
  const outcome = await commit<'known'>(
    ports,
    caseId,
    async ({ state, now, policy }) => {
      if (!state || (await store.findKeyed(caseId, idempotency.scope))) return { answer: 'known' };
      const record = new Recorder(state, toInstant(now), by);
      recordReport(record, policy, request.data, { attempt, ...report }, record.at);
      return { events: record.events, idempotency };
    },
    { by },
  );
  if (!outcome) return 'unknown';
  if ('answer' in outcome) return outcome.answer;
  await tellAlarm(alarms, outcome);
  return 'recorded';
}
