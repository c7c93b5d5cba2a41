/** Declared working days, shown in proofs: the time that counts because of one is marked with what it is. */
import { dayMs, dayOf, minutesOf } from './dates.ts';
import type { BusinessCalendar, Segment } from './types.ts';
import { instantOfLocal } from './tables/zone.ts';

interface Mark {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

const asItIs = (segment: Segment): Segment[] => [segment];

/** Cuts a counted segment where named openings begin and end, and marks what lies within. */
export function markedBy(calendar: BusinessCalendar | undefined): (segment: Segment) => Segment[] {
  const named = (calendar?.extraOpenings ?? []).filter(({ name }) => name !== undefined);
  if (!calendar || named.length === 0) return asItIs;
  let marks: readonly Mark[] | undefined;
  return (segment) => {
    if (segment.kind !== 'counted') return [segment];
    marks ??= marksOf(calendar, named);
    return cut(segment, marks);
  };
}

/** In order of time; where two overlap, the first that is listed names the time. */
function marksOf({ timeZone }: BusinessCalendar, named: BusinessCalendar['extraOpenings'] = []): Mark[] {
  const marks: Mark[] = [];
  for (const { date, intervals, name = '' } of named) {
    const day = dayOf(date);
    if (day === undefined) continue;
    const at = (time: string): number =>
      instantOfLocal(timeZone, day * dayMs + (minutesOf(time) ?? 0) * 60_000);
    for (const [start, end] of intervals) marks.push({ from: at(start), to: at(end), name });
  }
  return marks;
}

function cut(segment: Segment, marks: readonly Mark[]): Segment[] {
  const near = marks.filter(({ from, to }) => from < segment.to && segment.from < to);
  if (near.length === 0) return [segment];
  const edges = near.flatMap(({ from, to }) => [from, to]);
  const inside = edges.filter((edge) => segment.from < edge && edge < segment.to);
  const cuts = [segment.from, ...inside, segment.to].sort((a, b) => a - b);
  const parts: Segment[] = [];
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[index + 1] ?? from;
    if (from >= to) continue;
    const mark = near.find((each) => each.from <= from && from < each.to);
    const part: Segment = { from, to, kind: segment.kind, ...(mark && { workingDay: mark.name }) };
    const last = parts.at(-1);
    if (last && last.workingDay === part.workingDay) parts[parts.length - 1] = { ...last, to };
    else parts.push(part);
  }
  return parts;
}
