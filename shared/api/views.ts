import { toDuration, toInstant, toMs } from '../calendar/index.ts';
import {
  alertsTold,
  type WaitingClock,
  allowedActions,
  type Case,
  type CaseClock,
  readingOf,
  referenceOf,
  workingLanguage,
} from '../cases/index.ts';
import { decidedDays, placeIn, type Layers, layersAt } from '../policy/calendars/index.ts';
import type { Policy } from '../policy/index.ts';
import type { CaseRow } from '../store/types.ts';
import type { CaseItem, CaseView, ClockView } from './schemas.ts';

/** The case as a caller sees it at `now` (ms), without what only the product needs (mails, alarm, stamps). */
export function caseView(state: Case, now: number, policy: Policy, layers?: Layers): CaseView {
  const language = workingLanguage(state, now, policy);
  const alerts = alertsTold(state);
  const {
    mails: _mails,
    customerMails: _caused,
    failedMails: _failed,
    unreachableTold: _told,
    untold: _untold,
    questions: _questions,
    alarm: _alarm,
    calendar: _calendar,
    at: _at,
    relatedTo: _related,
    overtaken: _overtaken,
    actedAt: _acted,
    heardAt: _heard,
    loweringPutAt: _put,
    loweringDeclinedAt: _declined,
    alert: _alert,
    inaccurate,
    notedReplies: _noted,
    notedMails: _strangers,
    threads: _threads,
    accepted: _accepted,
    contactSince: _since,
    ...rest
  } = state;
  const { advisory: _advisory, contractTargets: _targets, lowered, proposal, downgrade, ...seen } = rest;
  const { id, tenantId, status, severity, coverage, plan, decisionSequence, ...fields } = seen;
  const {
    closedAt,
    closing,
    investigation,
    effortBefore: _before,
    termsAt: _terms,
    owner,
    ...others
  } = fields;
  return {
    id,
    reference: referenceOf(id),
    tenantId,
    status,
    severity,
    coverage,
    plan,
    ...others,
    rules: [...state.rules],
    ...(owner ? { owner } : {}),
    ...(inaccurate ? { inaccurateAddresses: [...inaccurate] } : {}),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(closing ? { closing } : {}),
    workingLanguage: language.language,
    workingLanguageUntil: language.until === null ? null : toInstant(language.until),
    workingLanguageRules: [...language.rules],
    clocks: state.clocks.map((clock) => clockView(state, clock, now, layers)),
    linkedCases: state.linkedCases.map(({ id: of, kind }) => ({ id: of, reference: referenceOf(of), kind })),
    ...(investigation ? { investigation, ...supportFor(investigation.cause) } : {}),
    ...(proposal ? { proposal } : {}),
    ...(downgrade ? { downgrade: { ...downgrade, rules: [...downgrade.rules] } } : {}),
    ...(lowered
      ? { lowered: { ...lowered, rules: [...lowered.rules], restoredBy: restoring(lowered) } }
      : {}),
    ...(alerts ? { alerts } : {}),
    escalations: state.escalations.map(({ steps, requestedIn: _, at: _at, ...one }) => ({
      ...one,
      nextAt: steps[0]?.at ?? null,
    })),
    incidents: [...state.incidents],
    allowed: [...allowedActions(state, policy, now)],
    sequence: decisionSequence,
  };
}

function supportFor(cause: NonNullable<Case['investigation']>['cause']): Pick<CaseView, 'support'> {
  if (cause === undefined || cause === 'unknown') return {};
  return { support: cause === 'platform' ? 'full' : 'commerciallyReasonable' };
}

function restoring({ from }: NonNullable<Case['lowered']>): string {
  return `customer.replied to what support has asked, then severity.changeRequested { severity: "${from}", require24X7Response: true }`;
}

function clockView(state: Case, clock: CaseClock, now: number, layers?: Layers): ClockView {
  const { changedAt: _changed, earlier: _earlier, beforePause: _before, uncertain, ...seen } = clock;
  return {
    ...seen,
    ...(uncertain &&
      clock.stoppedAt === undefined && { uncertain: uncertainOf(state.calendar, uncertain, now, layers) }),
    ...readingOf(state, clock, now),
    ...(clock.stoppedAt === undefined ? latenessOf(clock, now) : {}),
    thresholds: clock.thresholds.map(({ percent, at, reached }) => ({ percent, at, reached })),
    rules: [...clock.rules],
  };
}

/** A day that has been decided since is told until the clock is moved, which neither a list nor a layer that changed does. */
function uncertainOf(
  place: Parameters<typeof decidedDays>[0],
  { days, earliest, latest }: NonNullable<CaseClock['uncertain']>,
  now: number,
  layers: Layers | undefined,
): NonNullable<ClockView['uncertain']> {
  const decided = decidedDays(place, days, layersAt(layers, now));
  return { days: [...days], earliest, latest, ...(decided.length > 0 && { decided }) };
}

/** RFC 9110 entity tag of a case. */
export function etagOf(state: Case): string {
  return `"${state.decisionSequence}"`;
}

/** A case on a list: what is recorded, and what of it has come due by `now` (ms). */
export function caseItemView(row: CaseRow, now: number, layers?: Layers): CaseItem {
  const { clocks, alerts, ...summary } = row.summary;
  const place = placeIn(row.calendar) ?? { country: summary.country };
  return {
    id: row.caseId,
    reference: referenceOf(row.caseId),
    tenantId: row.tenantId,
    status: row.status,
    severity: row.severity,
    submittedAt: toInstant(row.submittedAt),
    policyVersion: row.policyVersion,
    breached: row.breached || (row.dueAt !== null && row.dueAt <= now),
    ...summary,
    ...(alerts ? { alerts } : {}),
    clocks: clocks.map(({ uncertain, ...clock }) => ({
      ...clock,
      ...(uncertain && { uncertain: uncertainOf(place, uncertain, now, layers) }),
      ...latenessOf(clock, now),
    })),
  };
}

/** How long a first response that is still owed is late. */
function latenessOf(
  { kind, state, dueAt }: Pick<WaitingClock, 'kind' | 'state' | 'dueAt'>,
  now: number,
): { lateBy?: string } {
  if (kind !== 'initialResponse' || state === 'paused' || dueAt === null || toMs(dueAt) > now) return {};
  return { lateBy: toDuration(now - toMs(dueAt)) };
}
