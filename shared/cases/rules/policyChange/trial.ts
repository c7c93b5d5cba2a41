import type { Instant } from '../../../calendar/index.ts';
import { Recorder } from '../../decide/recorder.ts';
import type { Case } from '../../model/case.ts';
import type { Actor, MovedClock } from '../../model/events.ts';

const nobody: Actor = { kind: 'system', id: 'trial', role: 'system' };

/** Which due instants a change would move, if it were made at `asOf`. Nothing is recorded. */
export function movedOnTrial(
  state: Case,
  change: (trial: Recorder) => void,
  asOf: Instant,
): readonly MovedClock[] {
  const trial = new Recorder(state, asOf, nobody);
  change(trial);
  const after = new Map(trial.existing.clocks.map((clock) => [clock.id, clock.dueAt]));
  return state.clocks.flatMap(({ id: clockId, kind, dueAt: from }) => {
    const to = after.get(clockId);
    return from && to && from !== to ? [{ clockId, kind, from, to }] : [];
  });
}
