import { DateTime } from 'luxon';

import { toInstant, toMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case } from '../../model/case.ts';
import { latestClock, timeOf } from '../../clocks/clocks.ts';
import { Refused, type ActionOf, type OpenAdvisory } from '../../model/commands.ts';
import { mailCustomer } from '../../mails/request.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { startResponse } from '../response/response.ts';
import { withMessage } from '../../model/message.ts';

/**
 * Until when a best-effort case may go on as an advisory case: the end of so many business days after the closing
 * (BE-3), in the zone of its calendar. Undefined while it is open.
 */
export function continuationLimit(state: Case, policy: Policy): Instant | undefined {
  if (state.closedAt === undefined) return undefined;
  const time = timeOf(state.calendar, 'businessHours');
  const zone = state.calendar.timeZone;
  const nextDay = (at: number) =>
    DateTime.fromMillis(at, { zone }).startOf('day').plus({ days: 1 }).toMillis();
  let end = nextDay(toMs(state.closedAt));
  for (let day = 0; day < policy.bestEffort.continueWithinBusinessDays; day += 1) {
    end = nextDay(time.nextOpening(end));
  }
  return toInstant(end);
}

/** Whether the case may go on as an advisory case: from the half-way warning until some days after the closing. */
export function mayContinue(state: Case, policy: Policy, now: number): boolean {
  const clock = latestClock(state, 'bestEffort');
  if (!clock || clock.id === state.effortBefore || state.advisory) return false;
  if (clock.thresholds[0]?.reached !== true && clock.state !== 'breached') return false;
  const limit = continuationLimit(state, policy);
  return limit === undefined || (state.closing?.reason === 'bestEffortUsedUp' && now < toMs(limit));
}

/** The customer goes on as an advisory case, where the plan lets it (BE-3). Throws `Refused`. */
export function continueAsAdvisory(
  record: Recorder,
  action: ActionOf<'advisory.continued'>,
  policy: Policy,
  asOf: Instant,
): void {
  if (!policy.plans[record.existing.plan].advisoryContinuation) {
    throw new Refused({
      kind: 'rule',
      code: 'plan.noContinuation',
      rules: ['BE-3'],
      pointer: '/type',
      detail:
        'Only Premier and Unified cases go on as advisory cases: ask a partner or the community, or submit an advisory case where the plan has those (PLAN-3).',
    });
  }
  const { advisoryCaseId } = action;
  if (advisoryCaseId === undefined) throw new Error('the caller derives the id of the advisory case');
  record.add('advisory.continued', { advisoryCaseId, ...withMessage(action) }, asOf, ['BE-3']);
}

/** Creates the advisory case: the customer, the problem and the plan of the one that it continues. */
export function openAdvisory(record: Recorder, command: OpenAdvisory, at: Instant, policy: Policy): void {
  const { breakFix, caseId } = command;
  const { tenantId, title, description, severity, coverage, plan, service, environment } = breakFix;
  const { contactDetails, submitter, calendar, problemType, scope, problemStartTime, contractTargets } =
    breakFix;
  const { labels, advancedDiagnosticConsent } = breakFix;
  record.add(
    'case.submitted',
    {
      id: caseId,
      tenantId,
      title,
      ...(description === undefined ? {} : { description }),
      severity,
      coverage,
      plan,
      category: 'advisory',
      ...(problemType === undefined ? {} : { problemType }),
      ...(scope === undefined ? {} : { scope }),
      service,
      ...(environment === undefined ? {} : { environment }),
      ...(problemStartTime === undefined ? {} : { problemStartTime }),
      contactDetails,
      ...(labels === undefined ? {} : { labels }),
      ...(advancedDiagnosticConsent === undefined ? {} : { advancedDiagnosticConsent }),
      submitter,
      calendar,
      ...(contractTargets === undefined ? {} : { contractTargets }),
      policyVersion: policy.version,
      linkedCases: [{ id: breakFix.id, kind: 'breakFix' }],
    },
    at,
    ['BE-3', 'PLAN-3'],
  );
  const clock = startResponse(record, policy, at);
  mailCustomer(record, 'acknowledgement', at, ['BE-3', ...clock.rules], { clockId: clock.id });
}
