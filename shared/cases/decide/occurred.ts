import { toInstant, toMs, type Instant } from '../../calendar/index.ts';
import type { CaseActionType } from '../model/actions.ts';
import type { Case, CaseClock } from '../model/case.ts';
import { Refused, type CaseAction } from '../model/commands.ts';
import { clockKinds, type ClockKind } from '../model/vocabulary.ts';

/** The instant an action counts from: never after now, and never before what its clocks have already recorded. */
export function occurred(state: Case, { type, occurredAt }: CaseAction, now: number): Instant {
  if (occurredAt === undefined) return toInstant(now);
  const at = toMs(occurredAt);
  if (at > now) {
    throw new Refused({
      kind: 'invalid',
      code: 'occurredAt.inFuture',
      pointer: '/occurredAt',
      detail: `\`occurredAt\` lies in the future: it is ${toInstant(now)} now. Leave it out for now.`,
    });
  }
  const floor = lastRecorded(state, type);
  if (at < floor) {
    throw new Refused({
      kind: 'invalid',
      code: 'occurredAt.outOfOrder',
      pointer: '/occurredAt',
      detail: `\`occurredAt\` lies before what the case has recorded last on this, as of ${toInstant(floor)}: use that instant or a later one.`,
    });
  }
  return toInstant(at);
}

/** The clocks whose past an action must not change. */
function touched(type: CaseActionType): readonly ClockKind[] {
  switch (type) {
    case 'contact.changed':
    case 'details.changed':
    case 'case.assigned':
    case 'note.added':
    case 'engineer.updated':
      return [];
    case 'engineer.contacted':
      return ['initialResponse'];
    case 'engineer.requestedInformation':
    case 'engineer.proposedResolution':
    case 'customer.replied':
    case 'customer.rejectedResolution':
    case 'investigation.started':
    case 'investigation.paused':
    case 'investigation.concluded':
      return ['customerReply', 'resolutionAcceptance', 'bestEffort'];
    // These change them all: a resolution that is accepted closes the case.
    default:
      return clockKinds;
  }
}

/** The last instant (ms) as of which the case has recorded something that the action could contradict. */
function lastRecorded(state: Case, type: CaseActionType): number {
  const kinds = touched(type);
  // The first response has nothing to do with what support and the customer have said since.
  const onWork = kinds.includes('bestEffort')
    ? [state.investigation?.at, state.proposal?.at, state.termsAt]
    : [];
  const instants = [
    state.submittedAt,
    state.reopenedAt,
    state.closedAt,
    ...onWork,
    ...state.clocks.filter(({ kind }) => kinds.includes(kind)).flatMap(recordedOn),
  ];
  return Math.max(...instants.map((at) => (at ? toMs(at) : Number.NEGATIVE_INFINITY)));
}

function recordedOn(clock: CaseClock): readonly (Instant | null | undefined)[] {
  return [
    clock.startedAt,
    clock.changedAt,
    clock.stoppedAt,
    clock.state === 'breached' ? clock.dueAt : undefined,
    ...clock.thresholds.filter(({ reached }) => reached).map(({ at }) => at),
    clock.pausedAt,
    clock.beforePause?.until,
    clock.earlier?.until,
  ];
}
