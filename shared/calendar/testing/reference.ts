/**
 * The reference: a walk over the days with luxon that can be read and believed. It is slow and nothing runs on it;
 * the tests hold the tables against it. It shares no code with them.
 */
import { DateTime } from 'luxon';
import type { BusinessCalendar, BusinessTime, Pause, Proof, Segment, SegmentKind } from '../types.ts';
import { weekdays } from '../types.ts';

interface Interval {
  readonly from: number;
  readonly to: number;
}

interface Day {
  readonly begin: number;
  readonly end: number;
  /** The weekly hours of this day. */
  readonly weekly: readonly Interval[];
  readonly extra: readonly (Interval & { readonly name: string | undefined })[];
  readonly holiday: boolean;
}

const isSame = (one: Segment, other: Segment): boolean =>
  one.kind === other.kind && one.workingDay === other.workingDay;

const dayMs = 86_400_000;
const end = Date.UTC(2111, 0);
const mostDaysKept = 20_000;

export function referenceTime(calendar: BusinessCalendar): BusinessTime {
  const zone = calendar.timeZone;
  const days = new Map<number, Day>();

  /** The first instant at which the wall clock shows this date and time, or a later one. */
  function wall(date: DateTime, time: string): number {
    if (time === '24:00') return wall(date.plus({ days: 1 }), '00:00');
    const text = `${date.toISODate()}T${time}`;
    const shown = DateTime.fromISO(text, { zone });
    if (shown.toFormat("yyyy-MM-dd'T'HH:mm") === text) {
      return Math.min(...shown.getPossibleOffsets().map((possible) => possible.toMillis()));
    }
    // A time that the zone left out: the change that skips it is the instant looked for.
    const asked = DateTime.fromISO(text, { zone: 'utc' });
    let before = asked.minus({ hours: 15 }).toSeconds();
    let after = asked.plus({ hours: 15 }).toSeconds();
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      const local = DateTime.fromSeconds(middle, { zone }).setZone('utc', { keepLocalTime: true });
      if (local < asked) before = middle;
      else after = middle;
    }
    return after * 1000;
  }

  /** The weekly hours that hold on a date. */
  function weekOf(date: string): BusinessCalendar['weekly'] {
    return calendar.earlier?.find(({ until }) => date <= until)?.weekly ?? calendar.weekly;
  }

  /** A local date by its number, counted from 1970-01-01. */
  function dayOf(number: number): Day {
    const known = days.get(number);
    if (known) return known;
    const date = DateTime.fromMillis(number * dayMs, { zone: 'utc' });
    const key = date.toISODate() ?? '';
    const intervals = (pairs: readonly (readonly [string, string])[] | undefined): Interval[] =>
      (pairs ?? []).map(([from, to]) => ({ from: wall(date, from), to: wall(date, to) }));
    const weekday = weekdays[date.weekday - 1] ?? 'monday';
    const day = {
      begin: wall(date, '00:00'),
      end: wall(date, '24:00'),
      weekly: intervals(weekOf(key)[weekday]),
      extra: (calendar.extraOpenings ?? []).flatMap(({ date: opened, intervals: hours, name }) =>
        opened === key ? intervals(hours).map((interval) => ({ ...interval, name })) : [],
      ),
      holiday: calendar.holidays.some((holiday) => holiday.date === key),
    };
    if (days.size >= mostDaysKept) days.clear();
    days.set(number, day);
    return day;
  }

  /** Time from `from` on, day by day, cut wherever its kind may change. */
  function* pieces(from: number, pauses: readonly Pause[]): Generator<Segment> {
    let at = from;
    // Two days early: local dates are ahead of UTC or behind, and one that was left out is empty.
    for (let number = Math.floor(from / dayMs) - 2; at < end; number += 1) {
      const day = dayOf(number);
      if (day.end <= at) continue;
      const edges = [...day.weekly, ...day.extra, ...pauses].flatMap((edge) => [
        edge.from,
        edge.to ?? day.end,
      ]);
      const cuts = [...edges.filter((edge) => edge > at && edge < day.end), day.end].sort((a, b) => a - b);
      for (const cut of cuts) {
        if (cut > at) yield { from: at, to: cut, ...whatIs(at, day, pauses) };
        at = Math.max(at, cut);
      }
    }
  }

  /** What the time is, and what working day it counts for. */
  function whatIs(at: number, day: Day, pauses: readonly Pause[]): Pick<Segment, 'kind' | 'workingDay'> {
    const kind = kindAt(at, day, pauses);
    const named = day.extra.find(({ from, to, name }) => name !== undefined && from <= at && at < to);
    return kind === 'counted' && named?.name !== undefined ? { kind, workingDay: named.name } : { kind };
  }

  function kindAt(at: number, day: Day, pauses: readonly Pause[]): SegmentKind {
    const within = (interval: { from: number; to: number | null }): boolean =>
      interval.from <= at && (interval.to === null || at < interval.to);
    const open = day.extra.some(within) || (!day.holiday && day.weekly.some(within));
    if (open) return pauses.some(within) ? 'paused' : 'counted';
    return day.holiday && day.weekly.some(within) ? 'holiday' : 'closed';
  }

  function walk(start: number, duration: number, pauses: readonly Pause[]): Segment[] | null {
    const segments: Segment[] = [];
    const last = Math.max(start, ...pauses.flatMap(({ from, to }) => (to === null ? [from] : [])));
    const stuck = pauses.some(({ to }) => to === null);
    let left = duration;
    if (left === 0) return segments;
    for (const piece of pieces(start, pauses)) {
      if (stuck && piece.from > last) return null;
      const to = piece.kind === 'counted' ? Math.min(piece.to, piece.from + left) : piece.to;
      const previous = segments.at(-1);
      if (previous && isSame(previous, piece)) segments[segments.length - 1] = { ...previous, to };
      else segments.push({ ...piece, to });
      if (piece.kind === 'counted') left -= to - piece.from;
      if (left === 0) return segments;
    }
    return null;
  }

  function dueAt(start: number, duration: number, pauses: readonly Pause[] = []): number | null {
    const segments = walk(start, duration, pauses);
    return segments && (segments.at(-1)?.to ?? start);
  }

  function segments(from: number, to: number, pauses: readonly Pause[] = [], most = Infinity): Segment[] {
    const found: Segment[] = [];
    for (const piece of pieces(from, pauses)) {
      if (piece.from >= to) break;
      const previous = found.at(-1);
      const until = Math.min(piece.to, to);
      if (previous && isSame(previous, piece)) found[found.length - 1] = { ...previous, to: until };
      else if (found.length === most) break;
      else found.push({ ...piece, to: until });
    }
    return found;
  }

  function elapsed(from: number, to: number, pauses: readonly Pause[] = []): number {
    const counted = segments(from, to, pauses).filter(({ kind }) => kind === 'counted');
    return counted.reduce((sum, piece) => sum + piece.to - piece.from, 0);
  }

  function nextOpening(at: number): number;
  function nextOpening(at: number, pauses: readonly Pause[]): number | null;
  function nextOpening(at: number, pauses: readonly Pause[] = []): number | null {
    const forGood = Math.min(...pauses.flatMap(({ from, to }) => (to === null ? [from] : [])));
    for (const piece of pieces(at, pauses)) {
      if (piece.kind === 'counted') return piece.from;
      if (piece.from > forGood) return null;
    }
    throw new RangeError('it does not open again');
  }

  function nextClosing(at: number): number | null {
    for (const piece of pieces(nextOpening(at), [])) if (piece.kind !== 'counted') return piece.from;
    return null;
  }

  function prove(start: number, duration: number, pauses: readonly Pause[] = []): Proof | null {
    const segments = walk(start, duration, pauses);
    if (!segments) return null;
    return { start, dueAt: segments.at(-1)?.to ?? start, duration, segments };
  }

  return {
    dueAt,
    elapsed,
    segments,
    prove,
    nextOpening,
    nextClosing,
    isOpen: (at, pauses = []) => nextOpening(at, pauses) === at,
  };
}
