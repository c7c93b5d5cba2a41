import type { Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { ActionOf } from '../../model/commands.ts';
import { getsAnalysis } from '../../model/incident.ts';
import { lower, propose } from '../severity/lowering.ts';
import { mailCustomer } from '../../mails/request.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withMessage } from '../../model/message.ts';
import { stepDown } from '../severity/stepDown.ts';

/**
 * A root cause analysis is asked for. Only an incident that hit several customers or the service gets one, from
 * engineering (RCA-2): it is attached when it is published. Any other request is declined (RCA-1, RCA-3), and the
 * lowering that goes with it is put to operations (DG-2). What operations have registered goes before what is told.
 */
export function requestRca(
  record: Recorder,
  request: ActionOf<'rca.requested'>,
  policy: Policy,
  asOf: Instant,
): void {
  const { incident, registeredIncident } = request;
  record.add('rca.requested', { ...withMessage(request), ...(incident ? { incident } : {}) }, asOf, [
    'RCA-1',
  ]);
  const known = registeredIncident ?? incident;
  if (!incident || !known || !getsAnalysis(known)) return decline(record, policy, incident?.id, asOf);
  const { rca } = registeredIncident ?? {};
  const isPublished = registeredIncident ? rca !== undefined : incident.published;
  if (isPublished) return attachRca(record, incident.id, rca?.location, asOf);
  if (record.existing.incidents.some(({ id }) => id === incident.id)) return;
  record.add('rca.awaited', { incidentId: incident.id }, asOf, ['RCA-2']);
}

function decline(record: Recorder, policy: Policy, incidentId: string | undefined, asOf: Instant): void {
  const { enabled, approval } = policy.downgrades.onRcaRequest;
  const { status } = record.existing;
  const lowers = enabled && status === 'open' && stepDown(record.existing) !== undefined;
  const rules = ['RCA-1', 'RCA-3'];
  record.add('rca.declined', {}, asOf, rules);
  const named = incidentId === undefined ? {} : { incidentId };
  mailCustomer(record, 'rcaDeclined', asOf, [...rules, ...(lowers ? ['DG-2'] : [])], named);
  if (!lowers) return;
  if (approval) propose(record, policy, ['DG-2'], asOf);
  else lower(record, policy, ['DG-2'], asOf);
}

/** Attaches a published analysis, once. It is in English, and the mail only says that it is there (RCA-4, RCA-5). */
export function attachRca(
  record: Recorder,
  incidentId: string,
  location: string | undefined,
  asOf: Instant,
): void {
  if (record.existing.incidents.some(({ id, attached }) => id === incidentId && attached)) return;
  const rules = ['RCA-2', 'RCA-4', 'RCA-5'];
  const where = location === undefined ? {} : { location };
  record.add('rca.attached', { incidentId, ...where }, asOf, rules);
  mailCustomer(record, 'rcaPublished', asOf, rules, { incidentId, ...where });
}
