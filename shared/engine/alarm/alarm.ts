import { toInstant } from '../../calendar/index.ts';
import { type Actor, type Case, Recorder } from '../../cases/index.ts';
import { commit, committed, type Committed } from '../commit/commit.ts';
import type { Alarms, Ports } from '../ports.ts';

/** Does for the alarm what a commit owes it. A raise that finds no instance becomes a start. */
export async function tellAlarm(alarms: Alarms, committed: Committed): Promise<void> {
  const { state, alarm: owed, wakeAt } = committed;
  const epoch = state.alarm?.epoch;
  if (owed === 'none' || epoch === undefined) return;
  if (owed === 'start') return alarms.start(state.id, epoch);
  const raised = await alarms.raise(state.id, epoch, wakeAt);
  if (owed === 'raise' && raised === 'unknown') await alarms.start(state.id, epoch);
}

/**
 * Gives the case a new alarm in place of one that has failed or hangs. Answers the case with its new epoch;
 * undefined when there is no such case, or another writer has already replaced `epoch`. One that has `ended` by itself
 * needs nobody to end it.
 */
export async function replaceAlarm(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  epoch: number,
  by: Actor,
  { message, ended = false }: { readonly message?: string | undefined; readonly ended?: boolean } = {},
): Promise<Case | undefined> {
  const replaced = committed(
    await commit(
      ports,
      caseId,
      ({ state, now }) => {
        if (!state || state.alarm?.epoch !== epoch) return { events: [] };
        const record = new Recorder(state, toInstant(now), by);
        const why = message === undefined ? {} : { message };
        record.add('alarm.started', { epoch: epoch + 1, ...why }, toInstant(now));
        return { events: record.events };
      },
      { by },
    ),
  );
  if (replaced?.state.alarm?.epoch !== epoch + 1) return undefined;
  await alarms.start(caseId, epoch + 1);
  if (!ended) await alarms.terminate(caseId, epoch, `replaced by epoch ${epoch + 1}`);
  return replaced.state;
}

/** Ends an instance of a case's alarm, for operations who say why. Undefined: there is no such case. */
export async function terminateAlarm(
  ports: Ports,
  alarms: Alarms,
  caseId: string,
  epoch: number,
  by: Actor,
  message: string,
): Promise<Case | undefined> {
  const told = committed(
    await commit(
      ports,
      caseId,
      ({ state, now }) => {
        if (!state) return { events: [] };
        const record = new Recorder(state, toInstant(now), by);
        record.add('alarm.terminated', { epoch, message }, toInstant(now));
        return { events: record.events };
      },
      { by },
    ),
  );
  if (!told) return undefined;
  await alarms.terminate(caseId, epoch, message);
  return told.state;
}
