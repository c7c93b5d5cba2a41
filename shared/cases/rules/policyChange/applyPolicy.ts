import type { Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { moveClocks } from '../../clocks/move.ts';
import type { Recorder } from '../../decide/recorder.ts';
import type { Case } from '../../model/case.ts';
import type { MovedClock } from '../../model/events.ts';
import { movedOnTrial } from './trial.ts';

/** Which due instants another version of the policy would move, if it were applied at `asOf`. Nothing is recorded. */
export function movedBy(state: Case, policy: Policy, asOf: Instant): readonly MovedClock[] {
  return movedOnTrial(state, (trial) => put(trial, policy, [], asOf), asOf);
}

/**
 * Puts an open case under another version of the policy: its clocks get that version's targets, counted from where
 * they started. The event holds the old and the new due instants. Nothing comes due before the change.
 */
export function applyPolicy(record: Recorder, policy: Policy, asOf: Instant): void {
  const { status, policyVersion } = record.existing;
  if (status === 'closed' || policyVersion === policy.version) return;
  put(record, policy, movedBy(record.existing, policy, asOf), asOf);
}

function put(record: Recorder, policy: Policy, moved: readonly MovedClock[], asOf: Instant): void {
  record.add('policy.applied', { policyVersion: policy.version, moved }, asOf);
  moveClocks(record, policy, 'policy', asOf);
}
