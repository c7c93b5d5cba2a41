import type { Case } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';

/** What each event makes of the severity, and of a lowering that was put to operations. */

export function raised(state: Case, event: EventOf<'severity.raised'>): Partial<Case> {
  const { to } = event.data;
  return {
    ...terms(event),
    downgrade: undefined,
    // A is before B: the severity is back where it was, or above.
    ...(state.lowered && to <= state.lowered.from ? { lowered: undefined } : {}),
  };
}

/** Lowered for want of the customer's commitment: only recommitment restores it (DG-1, DG-4). */
export function lowered(state: Case, event: EventOf<'severity.lowered'>): Partial<Case> {
  const bySilence = isFromSilence(event.rules);
  const from = state.lowered?.from ?? event.data.from;
  return {
    ...terms(event),
    downgrade: undefined,
    ...(bySilence ? { lowered: { from, at: event.decidedAsOf, rules: event.rules } } : {}),
  };
}

export function declined(
  { downgrade }: Case,
  { decidedAsOf: at }: EventOf<'downgrade.declined'>,
): Partial<Case> {
  return {
    downgrade: undefined,
    loweringPutAt: at,
    // An answer that came before would have left nothing to decline.
    ...(downgrade && isFromSilence(downgrade.rules) ? { loweringDeclinedAt: at } : {}),
  };
}

export function isFromSilence(rules: readonly string[]): boolean {
  return rules.includes('DG-1') || rules.includes('DG-4');
}

function terms({ data, decidedAsOf }: EventOf<'severity.raised' | 'severity.lowered'>): Partial<Case> {
  return { severity: data.to, coverage: data.coverage, termsAt: decidedAsOf };
}
