/** Pauses and proofs over the open time of a schedule. */
import { toInstant } from './instant.ts';
import type { OpenTime } from './openTime.ts';
import { holdsOf, type Hold } from './pauses.ts';
import type {
  BusinessCalendar,
  BusinessTime,
  CalendarWarning,
  Pause,
  Proof,
  Segment,
  SegmentKind,
} from './types.ts';
import { localDate } from './zone.ts';

const noPauses: readonly Pause[] = [];

export function overOpenTime(time: OpenTime, calendar: BusinessCalendar | undefined): BusinessTime {
  /** The question asked most, without pauses, has the shortest way. */
  function dueAt(start: number, duration: number, pauses?: readonly Pause[]): number | null {
    return pauses === undefined && duration > 0
      ? time.advance(start, duration)
      : dueAtBeside(pauses ?? noPauses, start, duration);
  }

  function dueAtBeside(pauses: readonly Pause[], start: number, duration: number): number | null {
    if (!(duration >= 0)) throw new RangeError(`a duration of ${duration} ms`);
    return duration === 0 ? start : advancePast(holdsOf(pauses), start, duration);
  }

  function advancePast(holds: readonly Hold[], start: number, duration: number): number | null {
    let at = start;
    let left = duration;
    for (const { from, to } of holds) {
      if (to <= at) continue;
      if (from > at) {
        const counted = time.counted(at, from);
        if (left <= counted) break;
        left -= counted;
      }
      if (to === Number.POSITIVE_INFINITY) return null;
      at = to;
    }
    return time.advance(at, left);
  }

  function elapsed(from: number, to: number, pauses = noPauses): number {
    inOrder(from, to);
    let sum = time.counted(from, to);
    if (pauses.length === 0) return sum;
    for (const hold of holdsOf(pauses)) {
      const begin = Math.max(hold.from, from);
      const end = Math.min(hold.to, to);
      if (begin < end) sum -= time.counted(begin, end);
    }
    return sum;
  }

  function segments(from: number, to: number, pauses = noPauses): Segment[] {
    inOrder(from, to);
    return segmentsOf(time, from, to, holdsOf(pauses));
  }

  function isOpen(at: number, pauses = noPauses): boolean {
    return time.isOpen(at) && !holdsOf(pauses).some(({ from, to }) => from <= at && at < to);
  }

  function nextOpening(at: number): number;
  function nextOpening(at: number, pauses: readonly Pause[]): number | null;
  function nextOpening(at: number, pauses = noPauses): number | null {
    let opening = time.nextOpening(at);
    for (const { from, to } of holdsOf(pauses)) {
      if (opening < from || opening >= to) continue;
      if (to === Number.POSITIVE_INFINITY) return null;
      opening = time.nextOpening(to);
    }
    return opening;
  }

  function prove(start: number, duration: number, pauses = noPauses): Proof | null {
    const due = dueAt(start, duration, pauses);
    if (due === null) return null;
    const warnings = warningsOf(calendar, start, due);
    return { start, dueAt: due, duration, segments: segments(start, due, pauses), warnings };
  }

  return { dueAt, elapsed, segments, prove, isOpen, nextOpening, nextClosing: time.nextClosing };
}

function inOrder(from: number, to: number): void {
  if (from > to) throw new RangeError(`from ${toInstant(from)} to an earlier instant, ${toInstant(to)}`);
}

/** Pauses show in opening hours only: what is closed anyway stays `closed` or `holiday`. */
function segmentsOf(time: OpenTime, start: number, due: number, holds: readonly Hold[]): Segment[] {
  const segments: Segment[] = [];
  const add = (from: number, to: number, kind: SegmentKind): void => {
    if (from >= to) return;
    const last = segments.at(-1);
    if (last?.kind === kind) segments[segments.length - 1] = { from: last.from, to, kind };
    else segments.push({ from, to, kind });
  };
  for (const stretch of time.stretches(start, due)) {
    if (stretch.kind !== 'open') {
      add(stretch.from, stretch.to, stretch.kind);
      continue;
    }
    let at = stretch.from;
    for (const { from, to } of holds) {
      if (to <= at || from >= stretch.to) continue;
      add(at, from, 'counted');
      add(Math.max(at, from), Math.min(to, stretch.to), 'paused');
      at = to;
    }
    add(at, stretch.to, 'counted');
  }
  return segments;
}

/** What a reader must know of the holidays behind a due instant. */
export function warningsOf(
  calendar: BusinessCalendar | undefined,
  start: number,
  due: number,
): CalendarWarning[] {
  if (!calendar) return [];
  const warnings: CalendarWarning[] = [];
  const { horizon, knownFrom, id, timeZone } = calendar;
  if (horizon !== undefined && localDate(timeZone, due) > horizon) {
    warnings.push({
      code: 'horizon.passed',
      detail: `the holidays of calendar ${id} are known until ${horizon}; later ones are not counted`,
    });
  }
  if (knownFrom !== undefined && localDate(timeZone, start) < knownFrom) {
    warnings.push({
      code: 'horizon.before',
      detail: `the holidays of calendar ${id} are known from ${knownFrom}; earlier ones are not counted`,
    });
  }
  return warnings;
}
