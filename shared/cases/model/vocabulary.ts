export const severities = ['A', 'B', 'C'] as const;
export type Severity = (typeof severities)[number];

export const plans = ['standard', 'professionalDirect', 'unified', 'premier'] as const;
export type Plan = (typeof plans)[number];

export const coverages = ['24x7', 'businessHours'] as const;
export type Coverage = (typeof coverages)[number];
export type ClockSchedule = Coverage;

export const categories = ['technical', 'billing', 'subscriptionManagement', 'advisory'] as const;
export type Category = (typeof categories)[number];

export const problemTypes = [
  'breakFix',
  'howTo',
  'performance',
  'notReproducible',
  'customization',
  'dataCorruption',
  'rootCauseAnalysis',
] as const;

/** How a contact likes to be reached. */
export const contactMethods = ['email', 'phone'] as const;

export const releaseStages = [
  'generallyAvailable',
  'publicPreview',
  'limitedPreview',
  'privatePreview',
] as const;

export const clockKinds = ['initialResponse', 'customerReply', 'resolutionAcceptance', 'bestEffort'] as const;
export type ClockKind = (typeof clockKinds)[number];

/** The clocks that run while the customer is waited for: none of them is a promise of ours. */
export const silenceKinds = ['customerReply', 'resolutionAcceptance'] as const satisfies readonly ClockKind[];
export type SilenceKind = (typeof silenceKinds)[number];

export function isSilenceKind(kind: ClockKind): kind is SilenceKind {
  return (silenceKinds as readonly ClockKind[]).includes(kind);
}

export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockState = (typeof clockStates)[number];

export const mailKinds = [
  'acknowledgement',
  'responseWarning',
  'responseBreached',
  'responseStillMissing',
  'responseLate',
  'informationRequested',
  'replyReminder',
  'severityLowered',
  'resolutionProposed',
  'bestEffortHalf',
  'bestEffortEnding',
  'bestEffortClosed',
  'advisoryOffered',
  'rcaPublished',
  'rcaDeclined',
  'reopened',
  'newCaseNeeded',
  'closed',
  'escalated',
  'approvalWanted',
  'contactUnreachable',
  'contactChanged',
  'update',
] as const;
export type MailKind = (typeof mailKinds)[number];
export type MailAudience = 'customer' | 'operations';

/** What became of a mail for one recipient, once the mail service had accepted it. */
export const deliveryStatuses = [
  'delivered',
  'expanded',
  'suppressed',
  'bounced',
  'quarantined',
  'filteredSpam',
  'failed',
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/**
 * What the mail service says when it is asked how a mail ended that it had accepted. `unknown`: it knows no such mail;
 * `unreachable`: it could not be asked for a day.
 */
export type FollowedStatus = 'succeeded' | 'failed' | 'running' | 'unknown' | 'unreachable';

/** What an investigation found the problem to come from (ISO-2, ISO-3). */
export const causes = ['platform', 'customCode', 'isv', 'environment', 'unknown'] as const;
export type Cause = (typeof causes)[number];

/** Why a case ended. `requested`: somebody closed it. */
export const closingReasons = ['requested', 'resolutionAccepted', 'bestEffortUsedUp', 'duplicate'] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** Whom a service incident hit (RCA-2). */
export const incidentScopes = ['oneCustomer', 'multipleCustomers', 'serviceUnavailable'] as const;
export type IncidentScope = (typeof incidentScopes)[number];

/**
 * What another case is to this one. `related`: an earlier one that the submitter named; `advisory`: this one goes
 * on there (BE-3); `breakFix`: where an advisory case comes from; `duplicateOf`: this one was closed as its duplicate;
 * `duplicate`: that one was.
 */
export const linkKinds = ['related', 'advisory', 'breakFix', 'duplicateOf', 'duplicate'] as const;
export type LinkKind = (typeof linkKinds)[number];
