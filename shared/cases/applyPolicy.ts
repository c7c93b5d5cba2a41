import type { Instant } from '../calendar/index.ts';
import type { Policy } from '../policy/index.ts';
import { moveClocks } from './moveClocks.ts';
import type { Recorder } from './recorder.ts';

/**
 * Puts an open case under another version of the policy: its clocks get that version's targets, counted from where
 * they started, and the timeline keeps the old and the new due instants. Nothing comes due before the change.
 */
export function applyPolicy(record: Recorder, policy: Policy, asOf: Instant): void {
  const { status, policyVersion } = record.existing;
  if (status === 'closed' || policyVersion === policy.version) return;
  record.add('policy.applied', { policyVersion: policy.version }, asOf);
  moveClocks(record, policy, 'policy', asOf);
}
