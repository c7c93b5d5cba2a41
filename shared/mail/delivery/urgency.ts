import type { CaseMail } from '../../cases/index.ts';

/** Who goes first where not all mails can: what operations must know, what the customer waits for, what only confirms. */
export const urgencies = ['alert', 'answer', 'acknowledgement'] as const;
export type Urgency = (typeof urgencies)[number];

export function urgencyOf({ audience, kind }: Pick<CaseMail, 'audience' | 'kind'>): Urgency {
  if (audience === 'operations') return 'alert';
  return kind === 'acknowledgement' ? 'acknowledgement' : 'answer';
}

/** Negative: the first goes before the second. */
export function byUrgency(one: Urgency, other: Urgency): number {
  return urgencies.indexOf(one) - urgencies.indexOf(other);
}
