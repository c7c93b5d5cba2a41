import type { Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case } from '../../model/case.ts';
import type { Actor, MovedClock } from '../../model/events.ts';
import { moveClocks } from '../../clocks/move.ts';
import { Recorder } from '../../decide/recorder.ts';

const nobody: Actor = { kind: 'system', id: 'trial', role: 'system' };

/** Which due instants another version of the policy would move, if it were applied at `asOf`. Nothing is recorded. */
export function movedBy(state: Case, policy: Policy, asOf: Instant): readonly MovedClock[] {
  const trial = new Recorder(state, asOf, nobody);
  trial.add('policy.applied', { policyVersion: policy.version, moved: [] }, asOf);
  moveClocks(trial, policy, 'policy', asOf);
  const after = new Map(trial.existing.clocks.map((clock) => [clock.id, clock.dueAt]));
  return state.clocks.flatMap(({ id: clockId, kind, dueAt: from }) => {
    const to = after.get(clockId);
    return from && to && from !== to ? [{ clockId, kind, from, to }] : [];
  });
}

/**
 * Puts an open case under another version of the policy: its clocks get that version's targets, counted from where
 * they started. The event holds the old and the new due instants. Nothing comes due before the change.
 */
export function applyPolicy(record: Recorder, policy: Policy, asOf: Instant): void {
  const { status, policyVersion } = record.existing;
  if (status === 'closed' || policyVersion === policy.version) return;
  const moved = movedBy(record.existing, policy, asOf);
  record.add('policy.applied', { policyVersion: policy.version, moved }, asOf);
  moveClocks(record, policy, 'policy', asOf);
}
