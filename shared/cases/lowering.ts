import type { Instant } from '../calendar/index.ts';
import type { Policy } from '../policy/index.ts';
import { mailCustomer, mailOperations } from './mails.ts';
import type { Recorder } from './recorder.ts';
import { moveClocks } from './moveClocks.ts';
import type { SeverityChange } from './events.ts';
import type { Case } from './case.ts';

/** One step down; undefined at C, below which nothing is ever lowered. A lowered to B keeps its coverage. */
export function stepDown({ severity, coverage }: Case): SeverityChange | undefined {
  switch (severity) {
    case 'A':
      return { from: 'A', to: 'B', coverage };
    case 'B':
      return { from: 'B', to: 'C', coverage: 'businessHours' };
    case 'C':
      return undefined;
  }
}

/** Lowers the severity by one step, tells the customer, and moves the clocks (DG-1 to DG-4). */
export function lower(record: Recorder, policy: Policy, rules: readonly string[], asOf: Instant): void {
  const change = stepDown(record.existing);
  if (!change) return;
  record.add('severity.lowered', change, asOf, rules);
  moveClocks(record, policy, 'lowered', asOf);
  mailCustomer(record, 'severityLowered', asOf, rules, { from: change.from, to: change.to });
}

/** Puts a lowering to operations. One that waits already is put again with all its reasons. */
export function propose(record: Recorder, policy: Policy, rules: readonly string[], asOf: Instant): void {
  const change = stepDown(record.existing);
  if (!change) return;
  const reasons = [...new Set([...(record.existing.downgrade?.rules ?? []), ...rules])];
  record.add('downgrade.proposed', change, asOf, reasons);
  const { from, to } = change;
  mailOperations(record, policy, 'approvalWanted', asOf, reasons, { from, to });
}
