import { toInstant } from '../calendar/index.ts';
import type { Case, CaseClock } from '../cases/case.ts';
import { readingOf } from '../cases/clocks.ts';
import { workingLanguage } from '../cases/language.ts';
import { policyVersion } from '../policy/index.ts';
import type { CaseView, ClockView } from './schemas.ts';

/** The case as a caller sees it at `now` (ms), without what only the product needs (mails, alarm, stamps). */
export function caseView(state: Case, now: number): CaseView {
  const language = workingLanguage(state, now, policyVersion(state.policyVersion));
  const { mails: _mails, alarm: _alarm, calendar: _calendar, at: _at, relatedTo: _related, ...seen } = state;
  const { id, tenantId, status, severity, coverage, plan, decisionSequence, ...fields } = seen;
  return {
    id,
    tenantId,
    status,
    severity,
    coverage,
    plan,
    ...fields,
    workingLanguage: language.language,
    workingLanguageUntil: language.until === null ? null : toInstant(language.until),
    clocks: state.clocks.map((clock) => clockView(state, clock, now)),
    linkedCases: [...state.linkedCases],
    sequence: decisionSequence,
  };
}

export function clockView(state: Case, clock: CaseClock, now: number): ClockView {
  const { pauses: _pauses, ...seen } = clock;
  return {
    ...seen,
    ...readingOf(state, clock, now),
    thresholds: [...clock.thresholds],
    rules: [...clock.rules],
  };
}

/** RFC 9110 entity tag of a case. */
export function etagOf(state: Case): string {
  return `"${state.decisionSequence}"`;
}
