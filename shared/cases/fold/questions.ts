import { toMs, type Instant } from '../../calendar/index.ts';
import type { Case } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';

/** What the customer was asked, and when it was last heard of. */

/** Where a reminder finds what was asked. */
export function asked(
  state: Case,
  clock: keyof NonNullable<Case['questions']>,
  { sequence, data }: EventOf<'engineer.requestedInformation' | 'engineer.proposedResolution'>,
): NonNullable<Case['questions']> {
  return { ...state.questions, [clock]: data.message === undefined ? undefined : sequence };
}

export function heard({ heardAt }: Case, at: Instant): Partial<Case> {
  return { heardAt: heardAt !== undefined && toMs(heardAt) > toMs(at) ? heardAt : at };
}
