import { DateTime } from 'luxon';

import { instantOfLocal, offsetAt, toInstant, toMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case } from '../../model/case.ts';
import type { ActionOf, Refusal } from '../../model/commands.ts';
import type { CaseEvent, ReopenFacts } from '../../model/events.ts';
import { mailCustomer } from '../../mails/request.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withMessage } from '../../model/message.ts';
import { customerZone } from '../../model/zone.ts';

/** The first instant at which a closed case can't be reopened any more: calendar months in the customer's zone (RE-5). */
export function reopenLimit(state: Case, policy: Policy): Instant | undefined {
  if (state.closedAt === undefined) return undefined;
  const zone = customerZone(state);
  const closed = toMs(state.closedAt);
  const months = { months: policy.reopenWithinMonths };
  const wall = DateTime.fromMillis(closed + offsetAt(zone, closed), { zone: 'utc' }).plus(months);
  return toInstant(instantOfLocal(zone, wall.toMillis()));
}

/** The rules by which a problem that has come back is a new incident; none when the case may be reopened (RE-1 to RE-5). */
function reopenObstacles(
  state: Case,
  { environment: now, sameError, updateInstalled, adviceTried = false }: ReopenFacts,
  asOf: Instant,
  policy: Policy,
): readonly string[] {
  const then = state.environment ?? {};
  const rules = new Set<string>();
  const limit = reopenLimit(state, policy);
  if (limit !== undefined && toMs(asOf) >= toMs(limit)) rules.add('RE-5');
  if (differs(then.build, now.build)) rules.add('RE-2');
  if ((['machine', 'user', 'document'] as const).some((name) => differs(then[name], now[name]))) {
    rules.add('RE-3');
  }
  const newSince = updateInstalled || differs(listed(then.updates), listed(now.updates));
  if (!sameError) rules.add(newSince || adviceTried ? 'RE-4' : 'RE-1');
  else if (newSince) rules.add('RE-1');
  if (differs(then.name, now.name) || differs(then.hardware, now.hardware)) rules.add('RE-1');
  return [...rules].sort();
}

/** Updates in whatever order they are named. */
function listed(updates: readonly string[] | undefined): string | undefined {
  return updates && [...updates].sort().join('\n');
}

/** What the case never knew, or isn't told now, can't be said to differ. */
function differs(then: string | undefined, now: string | undefined): boolean {
  if (then === undefined || now === undefined) return false;
  return then.trim().toLowerCase() !== now.trim().toLowerCase();
}

/** Reopens the case, or records why it is a new incident and says so (RE-1 to RE-5). Answers which. */
export function reopen(
  record: Recorder,
  request: ActionOf<'case.reopenRequested'>,
  policy: Policy,
  asOf: Instant,
): boolean {
  const { environment, sameError, updateInstalled, adviceTried } = request;
  const facts = {
    environment,
    sameError,
    updateInstalled,
    ...(adviceTried === undefined ? {} : { adviceTried }),
  };
  const obstacles = reopenObstacles(record.existing, facts, asOf, policy);
  const rules = obstacles.length > 0 ? obstacles : ['RE-1'];
  record.add('case.reopenRequested', { ...facts, ...withMessage(request) }, asOf, rules);
  if (obstacles.length > 0) {
    record.add('case.reopenRefused', {}, asOf, rules);
    mailCustomer(record, 'newCaseNeeded', asOf, rules);
    return false;
  }
  record.add('case.reopened', {}, asOf, rules);
  return true;
}

/** The refusal that a recorded decision not to reopen is answered with; undefined when there is none among the events. */
export function reopenRefusal(events: readonly CaseEvent[]): Refusal | undefined {
  const refused = events.find((event) => event.type === 'case.reopenRefused');
  if (!refused) return undefined;
  return {
    kind: 'rule',
    code: 'case.newCaseNeeded',
    rules: refused.rules,
    detail:
      'This is a new incident by the rules named: submit a new case, and name this one in its `relatedTo`.',
  };
}
