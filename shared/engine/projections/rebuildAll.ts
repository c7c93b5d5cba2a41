import { toMs } from '../../calendar/index.ts';
import { fold, foldVersion, tallied } from '../../cases/index.ts';
import { systemClock } from '../../clock.ts';
import { waitingMail } from '../../mail/index.ts';
import { rebuild, type Project, type RebuildReport } from '../../store/rebuild.ts';
import type { CaseStore } from '../../store/types.ts';
import { projectRow } from '../commit/projection.ts';
import { nextWake } from '../commit/wake.ts';

/** What is derived from a stream, as its last commit left it. */
export const project: Project = (commits) => {
  const events = commits.flatMap((one) => one.events);
  const state = fold(events);
  const last = commits.at(-1);
  if (!state || !last) throw new Error('the stream is empty');
  const now = toMs(state.at);
  // As of its last event: what has come due since, the sweep finds overdue.
  const moment = { now, realNow: systemClock.now(), deadOwner: () => false };
  return {
    row: projectRow(state, last.number),
    wakeAt: nextWake(state, moment),
    epoch: state.alarm?.epoch ?? null,
    mail: waitingMail(state, now),
    tally: tallied(undefined, undefined, events),
    ...(events.length < 50
      ? {}
      : {
          snapshot: {
            caseId: state.id,
            commit: last.number,
            sequence: state.sequence,
            foldVersion,
            state,
          },
        }),
  };
};

/** Makes rows, wakes, tallies and counts anew from the streams, beside running writers. */
export function rebuildAll(store: CaseStore, parallel?: number): Promise<RebuildReport> {
  return rebuild(store, project, parallel);
}
