import { toInstant, toMs, type Instant } from '../../calendar/index.ts';
import type { CaseActionType } from '../model/actions.ts';
import type { Case, CaseClock } from '../model/case.ts';
import { Refused, type CaseAction } from '../model/commands.ts';
import type { CaseEvent, EventType } from '../model/events.ts';
import { clockKinds, type ClockKind } from '../model/vocabulary.ts';
import { isFromSilence } from '../fold/severity.ts';
import { latestClock } from '../clocks/clocks.ts';
import { isAnswer } from '../rules/response/response.ts';

/**
 * The instant an action counts from: never after now, and never before what the case has recorded on the matter.
 * Warnings, reminders and alerts are no such thing: what comes before them overtakes them. An answer of the customer's
 * that is told after its silence has lowered the severity counts from now.
 */
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
  const broken = latestClock(state, 'initialResponse');
  if (isAnswer(type) && broken?.state === 'breached' && broken.dueAt !== null && at < toMs(broken.dueAt)) {
    throw outOfOrder(
      `\`occurredAt\` lies before the first response was recorded as broken, as of ${broken.dueAt}, which is not taken back by it: use that instant or a later one. If the customer was contacted before, operations put that right with \`response.corrected\`.`,
    );
  }
  if (isCustomersAnswer(type) && state.lowered && at < toMs(state.lowered.at)) return toInstant(now);
  const floor = lastRecorded(state, type);
  if (at < floor) {
    throw outOfOrder(
      `\`occurredAt\` lies before what the case has recorded last on this, as of ${toInstant(floor)}: use that instant or a later one.`,
    );
  }
  return toInstant(at);
}

/** What falls due by itself and decides something that later actions rest on. */
const deciding: readonly EventType[] = ['severity.lowered', 'downgrade.proposed', 'case.closed'];

/**
 * What an action that is told late lets fall due must not come before what was done since. `actedAt`: when somebody
 * last did something, before this action. Throws `Refused`.
 */
export function refuseOvertaking(actedAt: Instant | undefined, due: readonly CaseEvent[]): void {
  if (actedAt === undefined) return;
  const event = due.find((one) => deciding.includes(one.type) && toMs(one.decidedAsOf) < toMs(actedAt));
  if (!event) return;
  throw outOfOrder(
    `\`occurredAt\` lies so early that \`${event.type}\` would have followed as of ${event.decidedAsOf}, before what was done on the case as of ${actedAt}: use a later instant.`,
  );
}

function outOfOrder(detail: string): Refused {
  return new Refused({ kind: 'invalid', code: 'occurredAt.outOfOrder', pointer: '/occurredAt', detail });
}

function isCustomersAnswer(type: CaseActionType): boolean {
  return (
    type === 'customer.replied' ||
    type === 'customer.acceptedResolution' ||
    type === 'customer.rejectedResolution'
  );
}

const ofWork = ['customerReply', 'resolutionAcceptance', 'bestEffort'] as const;

/** What an action must not come before: the clocks whose past it would change, and what else was said and done. */
function lastRecorded(state: Case, type: CaseActionType): number {
  const instants = [state.submittedAt, state.reopenedAt, state.closedAt, ...recordedFor(state, type)];
  return Math.max(...instants.map((at) => (at ? toMs(at) : Number.NEGATIVE_INFINITY)));
}

type Recorded = readonly (Instant | null | undefined)[];

function recordedFor(state: Case, type: CaseActionType): Recorded {
  const work = [state.investigation?.at, state.proposal?.at, state.termsAt, ...recordedOn(state, ofWork)];
  const { loweringPutAt, loweringDeclinedAt, downgrade } = state;
  const lowering = [loweringPutAt, loweringDeclinedAt];
  switch (type) {
    // The first response has nothing to do with what support and the customer have said since.
    case 'engineer.contacted':
    case 'response.corrected':
      return recordedOn(state, ['initialResponse']);
    case 'alert.acknowledged':
      return [state.termsAt, state.alert?.acknowledged?.at, ...recordedOn(state, ['initialResponse'])];
    case 'engineer.requestedInformation':
    case 'engineer.proposedResolution':
      return [
        state.heardAt,
        // A question starts silence anew, which was over when that was put to operations.
        downgrade && isFromSilence(downgrade.rules) ? loweringPutAt : undefined,
        loweringDeclinedAt,
        ...work,
        ...recordedOn(state, ['initialResponse']),
      ];
    case 'customer.replied':
    case 'customer.rejectedResolution':
      return [loweringDeclinedAt, ...work];
    case 'investigation.started':
    case 'investigation.paused':
      return work;
    case 'investigation.concluded':
      return [loweringPutAt, ...work];
    case 'dataScript.requested':
    case 'case.reopenRequested':
    case 'mail.retryRequested':
    case 'contact.changed':
    case 'details.changed':
    case 'case.assigned':
    case 'note.added':
    case 'engineer.updated':
      return [];
    // These end the case, and nothing happens after that.
    case 'customer.acceptedResolution':
    case 'case.closed':
      return [state.actedAt, ...work, ...recordedOn(state, clockKinds)];
    case 'advisory.continued':
      return [firstWarning(state), ...work, ...recordedOn(state, clockKinds)];
    case 'engineer.reclassified':
    case 'severity.changeRequested':
    case 'coverage.changed':
    case 'escalation.requested':
    case 'rca.requested':
    case 'downgrade.approved':
    case 'downgrade.declined':
      return [...lowering, state.escalations.at(-1)?.at, ...work, ...recordedOn(state, clockKinds)];
  }
}

/** From when on a case may go on as an advisory case. */
function firstWarning(state: Case): Instant | null | undefined {
  const [first] = latestClock(state, 'bestEffort')?.thresholds ?? [];
  return first?.reached ? first.at : undefined;
}

function recordedOn({ clocks }: Case, kinds: readonly ClockKind[]): Recorded {
  return clocks.filter(({ kind }) => kinds.includes(kind)).flatMap(marksOf);
}

/** Start, pause, resumption, new target, end; and the breach of a promise. */
function marksOf(clock: CaseClock): Recorded {
  return [
    clock.startedAt,
    clock.changedAt,
    clock.stoppedAt,
    clock.kind === 'initialResponse' && clock.state === 'breached' ? clock.dueAt : undefined,
    clock.pausedAt,
    clock.beforePause?.until,
    clock.earlier?.until,
  ];
}
