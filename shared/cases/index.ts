/**
 * The case: what is decided about it, and what it is. Everything outside of this folder imports from here.
 *
 * @module
 */
export { calendarOf, outlookOn, readingOf, stamped, timeOf } from './clocks/clocks.ts';
export {
  asOfIts,
  calendarsIn,
  clockHistory,
  firstSequenceOf,
  stretchesOf,
  segmentsOn,
  type ClockHistory,
} from './clocks/history.ts';
export { allowedActions } from './decide/allowed.ts';
export { decide, decideCommand, decideDue } from './decide/decide.ts';
export { nextDue, recordDue } from './decide/due.ts';
export { Recorder } from './decide/recorder.ts';
export { evolve, fold } from './fold/evolve.ts';
export { wasOvertaken } from './fold/overtaken.ts';
export { foldVersion } from './fold/version.ts';
export { isLastAsked, nextFollow, toFollow } from './mails/follow.ts';
export { mailGoesFrom } from './mails/hours.ts';
export { addressesOf, reachable } from './mails/addresses.ts';
export { recordReport, type MailReport } from './mails/report.ts';
export { reportUnreachable } from './mails/unreachable.ts';
export {
  type CaseActionBody,
  type CaseActionType,
  type Owner,
  caseActionSchema,
  ownerSchema,
} from './model/actions.ts';
export { type CalendarLayer, calendarLayerSchema } from './model/calendarLayer.ts';
export { mostLinks, mostNotedReplies } from './model/case.ts';
export type {
  AcceptedMail,
  Case,
  CaseClock,
  CaseMail,
  Closing,
  MailAbout,
  MailState,
  Severity,
} from './model/case.ts';
export {
  type CaseAction,
  type Command,
  type Refusal,
  Refused,
  type SubmitCase,
  caseActionTypes,
} from './model/commands.ts';
export { type Entitlement, entitlementSchema, weeklySchema } from './model/entitlement.ts';
export type { Actor, CaseEvent, EventData, EventType, MovedClock } from './model/events.ts';
export { messageSchema } from './model/submission.ts';
export { type Incident, getsAnalysis, incidentIdSchema, incidentSchema } from './model/incident.ts';
export { type History, mostHistory, submitCaseSchema } from './model/history.ts';
export { readReference, referenceOf } from './model/reference.ts';
export {
  type Submission,
  contactDetailsSchema,
  environmentSchema,
  externalIdSchema,
  labelsSchema,
  submissionSchema,
  submitterSchema,
  tenantIdSchema,
} from './model/submission.ts';
export {
  type DeliveryStatus,
  type MailAudience,
  type MailKind,
  categories,
  causes,
  clockKinds,
  clockStates,
  closingReasons,
  contactMethods,
  coverages,
  linkKinds,
  mailKinds,
  plans,
  problemTypes,
  releaseStages,
  severities,
} from './model/vocabulary.ts';
export { customerZone } from './model/zone.ts';
export { reopenRefusal } from './rules/ending/reopening.ts';
export { notDelegated } from './rules/intake/admission.ts';
export { asCoverage, coverageFor } from './rules/intake/coverage.ts';
export { workingLanguage } from './rules/intake/language.ts';
export { movedByCalendar, presentCalendar } from './rules/policyChange/applyCalendar.ts';
export { movedBy } from './rules/policyChange/applyPolicy.ts';
export {
  type QueueFacts,
  type QueueState,
  type ResponseState,
  hasLapsed,
  queueFactsOf,
  queuesAt,
  queueStates,
  responseAt,
  responseStates,
} from './queue.ts';
export { alertsTold, summaryOf, type CaseSummary, type WaitingClock } from './summary.ts';
export {
  type MailOutcome,
  type PromiseOutcome,
  type Tally,
  inThreeDigits,
  mailOutcomes,
  promiseOutcomes,
  tallied,
} from './tally.ts';
