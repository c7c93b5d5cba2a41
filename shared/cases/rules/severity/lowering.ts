import type { Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { mailCustomer, mailOperations } from '../../mails/request.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { moveClocks } from '../../clocks/move.ts';
import { silenceClocks, untilLowered } from '../silence/silence.ts';
import { stepDown } from './stepDown.ts';

/** Lowers the severity by one step, tells the customer, and moves the clocks (DG-1 to DG-4). */
export function lower(record: Recorder, policy: Policy, rules: readonly string[], asOf: Instant): void {
  const change = stepDown(record.existing);
  if (!change) return;
  record.add('severity.lowered', change, asOf, rules);
  moveClocks(record, policy, 'lowered', asOf);
  const next = untilLowered(record.existing, silenceClocks(record.existing)[0], policy);
  mailCustomer(record, 'severityLowered', asOf, rules, { from: change.from, ...next });
}

/** Puts a lowering to operations. One that waits already is put again where a reason joins it. */
export function propose(record: Recorder, policy: Policy, rules: readonly string[], asOf: Instant): void {
  const change = stepDown(record.existing);
  if (!change) return;
  const waits = record.existing.downgrade?.rules ?? [];
  const reasons = [...new Set([...waits, ...rules])];
  if (reasons.length === waits.length) return;
  record.add('downgrade.proposed', change, asOf, reasons);
  const { from, to } = change;
  mailOperations(record, policy, 'approvalWanted', asOf, reasons, { from, to });
}
