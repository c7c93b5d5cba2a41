import { toDuration, toInstant, toMs, type Instant } from '../../../calendar/index.ts';
import { latestClock } from '../../clocks/clocks.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { withdrawMails } from '../../mails/withdraw.ts';
import type { Case, CaseClock, CaseMail } from '../../model/case.ts';
import { Refused, type ActionOf } from '../../model/commands.ts';
import { withMessage } from '../../model/message.ts';
import { endAlert } from './alerts.ts';

/** The first response whose record may be put right: an answer, a breach or an end has been recorded. */
export function correctableResponse(state: Case): CaseClock | undefined {
  const clock = latestClock(state, 'initialResponse');
  return clock && clock.state !== 'running' ? clock : undefined;
}

/**
 * Operations put right when the customer was contacted: before the due instant the promise was kept, else it was broken
 * by so much. The alerts end, and nobody is mailed. The breach itself stays in the stream. Throws `Refused`.
 */
export function correctResponse(
  record: Recorder,
  action: ActionOf<'response.corrected'>,
  asOf: Instant,
): void {
  const { contactedAt: told, reason } = action;
  const state = record.existing;
  const clock = correctableResponse(state);
  if (!clock) throw new Error('only what was recorded is corrected');
  const contactedAt = toInstant(toMs(told));
  const { state: was, stoppedAt, lateBy } = clock;
  const from = clock.corrected?.from ?? {
    state: was,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(lateBy === undefined ? {} : { lateBy }),
  };
  // What stands may be corrected again: the first record, or when it was first corrected, bounds it.
  const latest = from.stoppedAt ?? clock.corrected?.at ?? asOf;
  const earliest = state.reopenedAt ?? state.submittedAt;
  if (toMs(contactedAt) < toMs(earliest) || toMs(contactedAt) > toMs(latest)) {
    throw new Refused({
      kind: 'invalid',
      code: 'contactedAt.outOfOrder',
      pointer: '/contactedAt',
      detail: `\`contactedAt\` is not when this first response can have been given: use an instant from ${earliest}, when it was promised, to ${latest}, when its answer was recorded or is now.`,
    });
  }
  const { dueAt } = clock;
  const late = dueAt === null ? -1 : toMs(contactedAt) - toMs(dueAt);
  const inTime = late < 0;
  const lateness = inTime ? {} : { lateBy: toDuration(late) };
  const clockId = clock.id;
  const data = { clockId, contactedAt, reason, ...lateness, from, ...withMessage(action) };
  record.add('response.corrected', data, asOf, clock.rules);
  endAlert(record, asOf);
  withdrawMails(record, (mail) => isWrong(mail, clockId, contactedAt, inTime), asOf, clock.rules);
}

/** Alerts are over; the customer hears of a late answer only where it was late; nothing is said of what came later. */
function isWrong(
  { kind, about, requestedAt }: CaseMail,
  clockId: string,
  contactedAt: Instant,
  inTime: boolean,
): boolean {
  if (about.clockId !== clockId) return false;
  if (kind === 'responseBreached' || kind === 'responseStillMissing') return true;
  if (kind === 'responseLate') return inTime;
  return kind === 'responseWarning' && toMs(requestedAt) > toMs(contactedAt);
}
