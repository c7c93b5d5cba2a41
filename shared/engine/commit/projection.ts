import { createHash } from 'node:crypto';

import { toMs } from '../../calendar/index.ts';
import { queueFactsOf, summaryOf, type Case } from '../../cases/index.ts';
import { calendarVersion } from '../../policy/calendars/index.ts';
import type { CaseRow } from '../../store/types.ts';

/** The case as the list projection keeps it. */
export function projectRow(state: Case, commit: number): CaseRow {
  // Only a promise of ours: a customer's silence or a used-up budget breaks none.
  const promises = state.clocks.filter(({ kind }) => kind === 'initialResponse');
  const running = promises.flatMap(({ state: is, dueAt }) =>
    is === 'running' && dueAt !== null ? [toMs(dueAt)] : [],
  );
  return {
    caseId: state.id,
    tenantId: state.tenantId,
    commit,
    status: state.status,
    severity: state.severity,
    submittedAt: toMs(state.submittedAt),
    dueAt: running.length === 0 ? null : Math.min(...running),
    breached: promises.some((clock) => clock.state === 'breached'),
    policyVersion: state.policyVersion,
    calendar: calendarVersion(state.calendar),
    awaits: state.incidents.filter(({ attached }) => !attached).map(({ id }) => incidentKey(id)),
    summary: summaryOf(state),
    queue: queueFactsOf(state),
  };
}

/** An incident's id as rows hold it: short, whatever the id. */
export function incidentKey(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 16);
}
