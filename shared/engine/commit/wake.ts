import { toMs } from '../../calendar/index.ts';
import { type Case, nextDue, nextFollow } from '../../cases/index.ts';
import { nextMailWake } from '../../mail/index.ts';
import type { Moment } from '../ports.ts';

/**
 * When the case has to be looked at next (ms): its next threshold or escalation, mail that is due or to be
 * retried, the expiry of a mail's claim, the end of a mail that is to be asked for, or at once for an advisory case
 * that is to be opened or a case that is to be linked. Null: nothing is pending, whatever the case's status.
 */
export function nextWake(state: Case, moment: Moment): number | null {
  const due = nextDue(state);
  const instants = state.mails.map((mail) => nextMailWake(state, mail, moment)).filter((at) => at !== null);
  if (due) instants.push(toMs(due.at));
  const follow = nextFollow(state);
  if (follow !== undefined) instants.push(Math.max(follow, moment.followFrom ?? follow));
  if (state.untold !== undefined) instants.push(moment.now);
  if (state.advisory?.opened === false) instants.push(moment.now);
  return instants.length === 0 ? null : Math.min(...instants);
}
