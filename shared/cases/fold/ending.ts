import type { Case } from '../model/case.ts';
import type { EventOf } from '../model/events.ts';
import type { LinkKind } from '../model/vocabulary.ts';

/** What closing and reopening make of a case. */

export function closed(state: Case, { data, decidedAsOf }: EventOf<'case.closed'>): Partial<Case> {
  const { message: _, mailWithheld: _withheld, ...closing } = data;
  const { duplicateOf } = closing;
  return {
    ...(duplicateOf === undefined
      ? {}
      : { untold: duplicateOf, linkedCases: linked(state, duplicateOf, 'duplicateOf') }),
    proposal: undefined,
    downgrade: undefined,
    status: 'closed',
    closedAt: decidedAsOf,
    closing,
    ...(state.investigation ? { investigation: { ...state.investigation, underWay: false } } : {}),
  };
}

export function reopened(state: Case, { decidedAsOf }: EventOf<'case.reopened'>): Partial<Case> {
  return {
    closedAt: undefined,
    closing: undefined,
    investigation: undefined,
    // One that is still to be opened is not forgotten.
    advisory: state.advisory?.opened ? undefined : state.advisory,
    status: 'open',
    reopenedAt: decidedAsOf,
    ...effortBefore(state),
  };
}

export function linked({ linkedCases }: Case, id: string, kind: LinkKind): Case['linkedCases'] {
  const known = linkedCases.some((one) => one.id === id && one.kind === kind);
  return known ? linkedCases : [...linkedCases, { id, kind }];
}

function effortBefore({ clocks }: Case): Partial<Case> {
  const clock = clocks.findLast(({ kind }) => kind === 'bestEffort');
  return clock ? { effortBefore: clock.id } : {};
}
