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
] as const;
export type ProblemType = (typeof problemTypes)[number];

export const releaseStages = [
  'generallyAvailable',
  'publicPreview',
  'limitedPreview',
  'privatePreview',
] as const;
export type ReleaseStage = (typeof releaseStages)[number];

export const clockKinds = ['initialResponse', 'customerReply', 'resolutionAcceptance', 'bestEffort'] as const;
export type ClockKind = (typeof clockKinds)[number];

export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockState = (typeof clockStates)[number];

/** The mails this version sends; the policy's other kinds join here with the rules that cause them. */
export const mailKinds = ['acknowledgement', 'responseWarning', 'responseBreached', 'responseLate'] as const;
export type MailKind = (typeof mailKinds)[number];
export type MailAudience = 'customer' | 'operations';
