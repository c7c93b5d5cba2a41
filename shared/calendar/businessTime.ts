/** Pauses and proofs over the open time of a schedule. */
import { toInstant } from './instant.ts';
import type { OpenTime } from './openTime.ts';
import { holdsOf, type Hold } from './pauses.ts';
import { finished, type Steps } from './steps.ts';
import type { BusinessCalendar, Pause, Proof, Segment, SteppedTime } from './types.ts';
import { markedBy } from './workingDays.ts';

const noPauses: readonly Pause[] = [];

export function overOpenTime(time: OpenTime, calendar: BusinessCalendar | undefined): SteppedTime {
  const marked = markedBy(calendar);

  /** The question asked most, without pauses, has the shortest way. */
  function dueAt(start: number, duration: number, pauses?: readonly Pause[]): number | null {
    return pauses === undefined && duration > 0
      ? time.advance(start, duration)
      : finished(dueAtInSteps(start, duration, pauses));
  }

  function* dueAtInSteps(start: number, duration: number, pauses = noPauses): Steps<number | null> {
    if (!(duration >= 0)) throw new RangeError(`a duration of ${duration} ms`);
    return duration === 0 ? start : yield* advancePast(holdsOf(pauses), start, duration);
  }

  function* advancePast(holds: readonly Hold[], start: number, duration: number): Steps<number | null> {
    let at = start;
    let left = duration;
    for (const { from, to } of holds) {
      if (to <= at) continue;
      if (from > at) {
        const counted = yield* time.countedInSteps(at, from);
        if (left <= counted) break;
        left -= counted;
      }
      if (to === Number.POSITIVE_INFINITY) return null;
      at = to;
    }
    return yield* time.advanceInSteps(at, left);
  }

  /** The question that every look at a case asks has a short way as well. */
  function elapsed(from: number, to: number, pauses = noPauses): number {
    if (pauses.length > 0) return finished(elapsedInSteps(from, to, pauses));
    inOrder(from, to);
    return time.counted(from, to);
  }

  function* elapsedInSteps(from: number, to: number, pauses = noPauses): Steps<number> {
    inOrder(from, to);
    let sum = yield* time.countedInSteps(from, to);
    for (const hold of holdsOf(pauses)) {
      const begin = Math.max(hold.from, from);
      const end = Math.min(hold.to, to);
      if (begin < end) sum -= yield* time.countedInSteps(begin, end);
    }
    return sum;
  }

  const segments: SteppedTime['segments'] = (...question) => finished(segmentsInSteps(...question));

  function* segmentsInSteps(
    from: number,
    to: number,
    pauses = noPauses,
    most = Number.POSITIVE_INFINITY,
  ): Steps<Segment[]> {
    inOrder(from, to);
    const found: Segment[] = [];
    for (const whole of piecesOf(time, from, to, holdsOf(pauses))) {
      for (const piece of marked(whole)) {
        const last = found.at(-1);
        if (last && isSame(last, piece)) found[found.length - 1] = { ...last, to: piece.to };
        else if (found.length === most) return found;
        else found.push(piece);
      }
      yield;
    }
    return found;
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
    return { start, dueAt: due, duration, segments: segments(start, due, pauses) };
  }

  return {
    ...{ dueAt, dueAtInSteps, elapsed, elapsedInSteps, segments, segmentsInSteps, prove },
    ...{ isOpen, nextOpening, nextClosing: time.nextClosing },
  };
}

const isSame = (one: Segment, other: Segment): boolean =>
  one.kind === other.kind && one.workingDay === other.workingDay;

function inOrder(from: number, to: number): void {
  if (from > to) throw new RangeError(`from ${toInstant(from)} to an earlier instant, ${toInstant(to)}`);
}

/**
 * Time from `start` until `due` cut wherever its kind may change. Pauses show in opening hours only: what is closed
 * anyway stays `closed` or `holiday`.
 */
function* piecesOf(time: OpenTime, start: number, due: number, holds: readonly Hold[]): Generator<Segment> {
  let next = 0;
  for (const { from, to, kind } of time.stretches(start, due)) {
    if (kind !== 'open') {
      yield { from, to, kind };
      continue;
    }
    for (let at = from; at < to;) {
      while ((holds[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next += 1;
      const hold = holds[next] ?? never;
      const paused = hold.from <= at;
      const end = Math.min(to, paused ? hold.to : hold.from);
      yield { from: at, to: end, kind: paused ? 'paused' : 'counted' };
      at = end;
    }
  }
}

const never: Hold = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
