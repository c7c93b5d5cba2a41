import type { CountQuery } from './types.ts';

/** What the stores agree on about cells: a UTC day or none, a blank, and what is counted. */
export function splitCell(cell: string): {
  readonly day: string;
  readonly of: string;
  readonly cell: string;
} {
  const blank = cell.indexOf(' ');
  const rest = cell.slice(blank + 1);
  return { day: cell.slice(0, blank), of: rest.slice(0, 1), cell: rest };
}

/** How long the name of a period is. */
export function lengthOf(by: CountQuery['by']): number {
  return by === 'day' ? 10 : by === 'month' ? 7 : 0;
}

/** A stretch of whole months, or of days: the first and the last. */
export interface Span {
  readonly level: 1 | 2;
  readonly from: string;
  readonly to: string;
}

const before = '';
const after = '~';

/**
 * The stretches that make up the days asked for: months where they are whole and days are not wanted, days elsewhere.
 * An end that is open comes before or after everything.
 */
export function spansOf({ from, to, by }: Pick<CountQuery, 'from' | 'to' | 'by'>): readonly Span[] {
  if (by === 'day') return [{ level: 2, from: from ?? before, to: to ?? after }];
  const first = from === undefined || from.endsWith('-01') ? from?.slice(0, 7) : nextMonth(from);
  const last = to === undefined || isLastDay(to) ? to?.slice(0, 7) : previousMonth(to);
  if (first !== undefined && last !== undefined && first > last) {
    return [{ level: 2, from: from ?? before, to: to ?? after }];
  }
  const spans: Span[] = [{ level: 1, from: first ?? before, to: last ?? after }];
  if (from !== undefined && first !== from.slice(0, 7))
    spans.push({ level: 2, from, to: `${from.slice(0, 7)}-31` });
  if (to !== undefined && last !== to.slice(0, 7)) spans.push({ level: 2, from: `${to.slice(0, 7)}-01`, to });
  return spans;
}

function nextMonth(day: string): string {
  return shifted(day, 1);
}

function previousMonth(day: string): string {
  return shifted(day, -1);
}

function shifted(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1 + months, 1)).toISOString().slice(0, 7);
}

function isLastDay(day: string): boolean {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(8, 10) === '01';
}
