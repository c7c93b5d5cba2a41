import { toInstant } from '../../calendar/index.ts';
import { mostLinks, Recorder, type Actor } from '../../cases/index.ts';
import { commit } from '../commit/commit.ts';
import type { Loaded } from '../commit/load.ts';
import type { Ports } from '../ports.ts';

const by: Actor = { kind: 'system', id: 'tick', role: 'system' };

/**
 * Links the case that goes on to the one that was closed as its duplicate, where that is still to be done, and records
 * that it is. Harmless any number of times, from any process. A case that is full of links goes on without this one.
 */
export async function tellDuplicated(ports: Ports, known: Loaded): Promise<void> {
  const { caseId, state } = known;
  const other = state?.untold;
  if (other === undefined) return;
  await commit(
    ports,
    other,
    ({ state: present, now }) => {
      const isLinked = present?.linkedCases.some(({ id, kind }) => id === caseId && kind === 'duplicate');
      if (!present || isLinked || present.linkedCases.length >= mostLinks) return { events: [] };
      const record = new Recorder(present, toInstant(now), by);
      record.add('duplicate.joined', { caseId }, toInstant(now));
      return { events: record.events };
    },
    { by },
  );
  await commit(
    ports,
    caseId,
    ({ state: present, now }) => {
      if (present?.untold !== other) return { events: [] };
      const record = new Recorder(present, toInstant(now), by);
      record.add('duplicate.told', { caseId: other }, toInstant(now));
      return { events: record.events };
    },
    { by, known },
  );
}
