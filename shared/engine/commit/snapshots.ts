import { foldVersion, type Case } from '../../cases/index.ts';
import type { Commit, Snapshot } from '../../store/stream.ts';
import type { Loaded } from './load.ts';

/** So many events are read again at the most, where the state is small. */
const fewestEvents = 50;

/** About the size of an event in bytes: a state that is larger is kept more rarely, so that it is not most of what is stored. */
const eventSize = 400;

/** The snapshot to keep with a commit; undefined while the events since the last one are few. */
export function snapshotWith(loaded: Loaded, appended: Commit, state: Case): Snapshot | undefined {
  const events = loaded.recent.length + appended.events.length;
  if (events < fewestEvents || events * eventSize < JSON.stringify(state).length) return undefined;
  const { caseId, number: commit } = appended;
  return { caseId, commit, sequence: state.sequence, foldVersion, state };
}
