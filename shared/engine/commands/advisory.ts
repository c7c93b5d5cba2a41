import { createHash } from 'node:crypto';

import { toInstant } from '../../calendar/index.ts';
import { decideCommand, Recorder, type Case } from '../../cases/index.ts';
import { tellAlarm } from '../alarm/alarm.ts';
import { commit, committed } from '../commit/commit.ts';
import { caseIdFrom } from './idempotency.ts';
import type { Loaded } from '../commit/load.ts';
import type { Alarms, Ports } from '../ports.ts';

/** The id of the advisory case that a case may go on as: the same for the same state of it. */
export function advisoryCaseId({ id, sequence }: Case): string {
  return caseIdFrom(createHash('sha256').update(`${id} ${sequence}`).digest());
}

/**
 * Creates the advisory case that a case goes on as, where that is still to be done, and records that it is there.
 * Harmless any number of times, from any process: creating its first commit is the guard. Without `alarms` its
 * alarm is left to the sweep.
 */
export async function openAdvisoryOf(ports: Ports, known: Loaded, alarms?: Alarms): Promise<void> {
  const { state } = known;
  const advisory = state?.advisory;
  if (!advisory || advisory.opened) return;
  const { caseId, by } = advisory;
  const opened = committed(
    await commit(
      ports,
      caseId,
      ({ state: existing, now, policies }) => {
        if (existing) return { events: [] };
        const open = { type: 'advisory.open', caseId, by, breakFix: state } as const;
        return { events: decideCommand(undefined, open, now, policies.inForce(now)) };
      },
      { by },
    ),
  );
  if (opened && alarms) await tellAlarm(alarms, opened);
  await commit(
    ports,
    state.id,
    ({ state: present, now }) => {
      if (present?.advisory?.caseId !== caseId || present.advisory.opened) return { events: [] };
      const record = new Recorder(present, toInstant(now), { kind: 'system', id: 'tick', role: 'system' });
      record.add('advisory.opened', { advisoryCaseId: caseId }, toInstant(now), ['BE-3']);
      return { events: record.events };
    },
    { by, known },
  );
}
