import { toInstant } from '../../calendar/index.ts';
import { Recorder, recordReport, type Actor, type EventData, type MailReport } from '../../cases/index.ts';
import type { DeliveryReport } from '../../mail/index.ts';
import { tellAlarm } from '../alarm/alarm.ts';
import { idempotencyOf } from '../commands/idempotency.ts';
import { readEvent } from '../commands/read.ts';
import { commit, type Outcome } from '../commit/commit.ts';
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
  const named = await mailNamed(ports.store, ports.clock.now(), operationId);
  if (!named) return 'unknown';
  const { caseId, sequence, attempt } = named;
  const request = await requestOf(ports, caseId, sequence);
  if (!request) return 'unknown';
  const outcome = await recordOnce(ports, caseId, request, operationId, { attempt, ...report });
  if (!outcome) return 'unknown';
  if ('answer' in outcome) return outcome.answer;
  await tellAlarm(alarms, outcome);
  return 'recorded';
}

/** What asked for the mail; undefined where that event asks for none. */
export async function requestOf(
  { store }: Pick<Ports, 'store'>,
  caseId: string,
  sequence: number,
): Promise<EventData['mail.requested'] | undefined> {
  const event = await readEvent(store, caseId, sequence);
  return event?.type === 'mail.requested' ? event.data : undefined;
}

/** What became of a mail for one recipient is recorded once, whoever tells it. */
export function recordOnce(
  ports: Ports,
  caseId: string,
  request: EventData['mail.requested'],
  operationId: string,
  report: MailReport,
): Promise<Outcome<'known'>> {
  const key = JSON.stringify([operationId, report.recipient.toLowerCase(), report.status]);
  const scope = { tenantId: '', client: by.id, operation: 'takeMailReports', caseId, key };
  const idempotency = idempotencyOf(scope, null);
  return commit<'known'>(
    ports,
    caseId,
    async ({ state, now, policy }) => {
      if (!state || (await ports.store.findKeyed(caseId, idempotency.scope))) return { answer: 'known' };
      const record = new Recorder(state, toInstant(now), by);
      recordReport(record, policy, request, report, record.at);
      return { events: record.events, idempotency };
    },
    { by },
  );
}
