import { createHash } from 'node:crypto';

import { toInstant } from '../calendar/index.ts';
import { type Case, decide, Recorder } from '../cases/index.ts';
import { tellAlarm } from './alarm.ts';
import { commit } from './commit.ts';
import { caseIdFrom } from './idempotency.ts';
import type { Alarms, Ports } from './ports.ts';

/** The id of the advisory case that a case may go on as: the same for the same state of it. */
export function advisoryCaseId({ id, sequence }: Case): string {
  return caseIdFrom(createHash('sha256').update(`${id} ${sequence}`).digest());
}

/**
 * Creates the advisory case that a case goes on as, where that is still to be done, and records that it is there.
 * Harmless any number of times, from any process: creating its first commit is the guard. Without `alarms` its
 * alarm is left to the sweep.
 */
export async function openAdvisoryOf(ports: Ports, state: Case, alarms?: Alarms): Promise<void> {
  const { advisory } = state;
  if (!advisory || advisory.opened) return;
  const { caseId, by } = advisory;
  const opened = await commit(
    ports,
    caseId,
    ({ state: existing, now, policies }) =>
      existing
        ? { events: [] }
        : {
            events: decide(
              undefined,
              { type: 'advisory.open', caseId, by, breakFix: state },
              now,
              policies.inForce(now),
            ),
          },
    { by },
  );
  if (opened && alarms) await tellAlarm(alarms, opened);
  await commit(
    ports,
    state.id,
    ({ state: now, now: at }) => {
      if (now?.advisory?.caseId !== caseId || now.advisory.opened) return { events: [] };
      const record = new Recorder(now, toInstant(at), { kind: 'system', id: 'tick', role: 'system' });
      record.add('advisory.opened', { advisoryCaseId: caseId }, toInstant(at), ['BE-3']);
      return { events: record.events };
    },
    { by },
  );
}
