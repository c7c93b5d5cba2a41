import { toDuration, toInstant, toMs, type BusinessTime } from '../../calendar/index.ts';
import {
  hasLapsed,
  queuesAt,
  responseAt,
  timeOf,
  type QueueFacts,
  type WaitingClock,
} from '../../cases/index.ts';
import type { CalendarStamp, Layers } from '../../policy/calendars/index.ts';
import type { CaseRow } from '../../store/types.ts';
import { caseItemView } from '../views.ts';
import type { Countdown, QueueItem } from './cases.ts';
import type { Column } from './csv.ts';

/**
 * A case in the queues as it is at `now` (ms). `calendar` is that of the case where its row has none; undefined where
 * it cannot be found: then nothing is counted down.
 */
export function queueItemView(
  row: CaseRow & { readonly queue: QueueFacts },
  now: number,
  calendar: CalendarStamp | undefined,
  layers?: Layers,
): QueueItem {
  const { queue } = row;
  const { contact, failedMails, notedMails, approval } = queue;
  const clock = counting(row.summary.clocks);
  return {
    ...caseItemView(row, now, layers),
    states: queuesAt(queue, now),
    response: responseAt(queue, now),
    countdown: clock && calendar ? countdownOf(clock, queue, calendar, now) : null,
    contact: { name: contact.name, timeZone: contact.timeZone },
    ...(failedMails ? { failedMails: { count: failedMails.count, latest: { ...failedMails.latest } } } : {}),
    ...(notedMails ? { notedMails: { ...notedMails } } : {}),
    ...(approval ? { approval: { ...approval } } : {}),
  };
}

/** The first response that is owed, else what comes due first, else what has lapsed, else one that is paused. */
function counting(clocks: readonly WaitingClock[]): WaitingClock | undefined {
  const ranked = clocks.map((clock) => ({
    clock,
    rank: [
      clock.dueAt === null ? 2 : hasLapsed(clock) ? 1 : 0,
      clock.kind === 'initialResponse' ? 0 : 1,
      toMs(clock.dueAt ?? '1970-01-01'),
    ],
  }));
  ranked.sort((one, other) => {
    for (const [index, rank] of one.rank.entries()) {
      const by = rank - (other.rank[index] ?? 0);
      if (by !== 0) return by;
    }
    return 0;
  });
  return ranked[0]?.clock;
}

function countdownOf(
  { id, kind, schedule, target, state, dueAt }: WaitingClock,
  { clocks }: QueueFacts,
  calendar: CalendarStamp,
  now: number,
): Countdown {
  const { warnAt = null, left = 0 } = clocks[id] ?? {};
  const time = timeOf(calendar, schedule);
  const due = dueAt === null ? null : toMs(dueAt);
  const isDue = due !== null && due <= now;
  const counts = due !== null && time.isOpen(now);
  return {
    clockId: id,
    kind,
    schedule,
    target,
    state,
    dueAt,
    remaining: toDuration(due === null ? left : isDue ? 0 : time.elapsed(now, due)),
    ...(isDue ? { late: toDuration(time.elapsed(due, now)) } : {}),
    counts,
    changesAt: due === null ? null : nextChange(time, counts, now),
    warnedAt: warnAt === null ? null : toInstant(warnAt),
  };
}

function nextChange(time: BusinessTime, counts: boolean, now: number): string | null {
  const at = counts ? time.nextClosing(now) : time.nextOpening(now);
  return at === null ? null : toInstant(at);
}

export const queueColumns: readonly Column<QueueItem>[] = [
  { name: 'reference', of: ({ reference }) => reference },
  { name: 'id', of: ({ id }) => id },
  { name: 'externalId', of: ({ externalId }) => externalId },
  { name: 'tenantId', of: ({ tenantId }) => tenantId },
  { name: 'title', of: ({ title }) => title },
  { name: 'status', of: ({ status }) => status },
  { name: 'states', of: ({ states }) => states.join(' ') },
  { name: 'response', of: ({ response }) => response },
  { name: 'severity', of: ({ severity }) => severity },
  { name: 'coverage', of: ({ coverage }) => coverage },
  { name: 'plan', of: ({ plan }) => plan },
  { name: 'country', of: ({ country }) => country },
  { name: 'owner', of: ({ owner }) => owner?.name },
  { name: 'contact', of: ({ contact }) => contact.name },
  { name: 'submittedAt', of: ({ submittedAt }) => submittedAt },
  { name: 'clock', of: ({ countdown }) => countdown?.kind },
  { name: 'dueAt', of: ({ countdown }) => countdown?.dueAt },
  { name: 'remaining', of: ({ countdown }) => countdown?.remaining },
  { name: 'late', of: ({ countdown }) => countdown?.late },
  { name: 'alertLevel', of: ({ alerts }) => alerts?.level },
  { name: 'acknowledgedBy', of: ({ alerts }) => alerts?.acknowledgedBy },
  { name: 'failedMails', of: ({ failedMails }) => failedMails?.count },
  { name: 'notedMails', of: ({ notedMails }) => notedMails?.count },
];
