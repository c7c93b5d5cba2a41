import { toMs } from '../calendar/index.ts';
import { type Case, nextDue } from '../cases/index.ts';
import { nextMailWake } from '../mail/index.ts';
import type { CaseRow } from '../store/types.ts';
import type { Moment } from './ports.ts';

/**
 * When the case has to be looked at next (ms): its next threshold or escalation, mail that is due or to be
 * retried, the expiry of a mail's claim, or at once for an advisory case that is to be opened. Null: nothing is pending, whatever the case's status.
 */
export function nextWake(state: Case, moment: Moment): number | null {
  const due = nextDue(state);
  const instants = state.mails.map((mail) => nextMailWake(mail, moment)).filter((at) => at !== null);
  if (due) instants.push(toMs(due.at));
  if (state.advisory?.opened === false) instants.push(moment.now);
  return instants.length === 0 ? null : Math.min(...instants);
}

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
    state,
  };
}
