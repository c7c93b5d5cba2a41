/**
 * How sure a due instant is: which days behind it are not sure, and when it would be due if they were worked, or if
 * they were holidays. The due instant itself goes by the likeliest list.
 */
import { worst, type Certainty } from './certainty.ts';
import { businessTime } from './tables/kept.ts';
import { finished, type Steps } from './steps.ts';
import type { BusinessCalendar, Pause } from './types.ts';
import { localDate } from './tables/zone.ts';

/** The statuses that a reader is warned of. */
const unsure = ['single', 'estimated', 'disputed', 'pending'] as const;
type Unsure = (typeof unsure)[number];

export interface CalendarWarning {
  readonly code: `holidays.${Unsure | 'unknown'}`;
  /** Local dates in order; empty where it is not a matter of single days. */
  readonly days: readonly string[];
  /** The due instant (ms) if all of these days were worked, and if all were holidays. */
  readonly dueIfWorked?: number;
  readonly dueIfHoliday?: number;
  readonly detail: string;
}

/** Between which instants (ms) a due instant lies, whatever becomes of the days it rests on. */
export interface Uncertain {
  readonly days: readonly string[];
  readonly earliest: number;
  readonly latest: number;
}

export interface Outlook {
  /** The worst between start and due. */
  readonly status: Certainty;
  readonly warnings: readonly CalendarWarning[];
  /** Absent where the due instant rests on no day that is not sure. */
  readonly uncertain?: Uncertain;
}

export interface Question {
  readonly start: number;
  readonly duration: number;
  readonly pauses?: readonly Pause[];
  /** Days that one source alone vouches for are doubtful too. */
  readonly strict?: boolean;
}

const sure: Outlook = { status: 'official', warnings: [] };

/** What is to be known of the due instant of `duration` after `start`. */
export function outlook(calendar: BusinessCalendar, question: Question): Outlook {
  return finished(outlookInSteps(calendar, question));
}

export function* outlookInSteps(calendar: BusinessCalendar, question: Question): Steps<Outlook> {
  const { certainty } = calendar;
  if (!certainty) return sure;
  const { start, strict = false } = question;
  const due = yield* dueOn(calendar, question);
  const from = localDate(calendar.timeZone, start);
  const to = due === null ? from : localDate(calendar.timeZone, due);
  const within = Object.entries(certainty.days).filter(([date]) => from <= date && date <= to);
  const doubted = strict ? unsure : unsure.filter((status) => status !== 'single');
  const uncertain = within.some(([, status]) => isOneOf(doubted, status))
    ? yield* rangeOf(calendar, question, doubted)
    : undefined;
  const warnings: CalendarWarning[] = [];
  for (const status of doubted) {
    if (!within.some(([, each]) => each === status)) continue;
    const range = yield* rangeOf(calendar, question, [status]);
    if (range) warnings.push(dayWarning(calendar, status, range));
  }
  const statuses = [...yearsOf(from, to).map((year) => baseOf(calendar, year)), ...within.map(([, s]) => s)];
  return {
    status: worst(statuses),
    warnings: joined([...warnings, ...yearWarnings(calendar, from, to)]),
    ...(uncertain && { uncertain }),
  };
}

const isOneOf = (all: readonly string[], one: string): boolean => all.includes(one);

function dueOn(calendar: BusinessCalendar, { start, duration, pauses }: Question): Steps<number | null> {
  return businessTime({ kind: 'businessHours', calendar }).dueAtInSteps(start, duration, pauses);
}

const yearsOf = (from: string, to: string): number[] => {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
};

function baseOf({ certainty }: BusinessCalendar, year: number): Certainty {
  const known = certainty?.years[year];
  if (!known) return 'unknown';
  return known.pending === undefined ? known.base : 'pending';
}

/** The days of these statuses that the due instant rests on, with the instants they could make of it. */
function* rangeOf(
  calendar: BusinessCalendar,
  question: Question,
  statuses: readonly Certainty[],
): Steps<Uncertain | undefined> {
  const earliest = yield* dueOn(variant(calendar, statuses, 'worked'), question);
  const latest = yield* dueOn(variant(calendar, statuses, 'holiday'), question);
  if (earliest === null || latest === null || earliest === latest) return undefined;
  const from = localDate(calendar.timeZone, question.start);
  const to = localDate(calendar.timeZone, latest);
  const days = Object.entries(calendar.certainty?.days ?? {})
    .filter(([date, status]) => isOneOf(statuses, status) && from <= date && date <= to)
    .map(([date]) => date);
  return { days: days.sort(), earliest, latest };
}

const variants = new WeakMap<BusinessCalendar, Map<string, BusinessCalendar>>();

/** The calendar with all days of these statuses worked, or all of them holidays. */
function variant(
  calendar: BusinessCalendar,
  statuses: readonly Certainty[],
  as: 'worked' | 'holiday',
): BusinessCalendar {
  const known = variants.get(calendar) ?? new Map<string, BusinessCalendar>();
  variants.set(calendar, known);
  const key = `${as} ${statuses.join()}`;
  const made = known.get(key) ?? changed(calendar, statuses, as);
  known.set(key, made);
  return made;
}

function changed(
  { certainty, ...calendar }: BusinessCalendar,
  statuses: readonly Certainty[],
  as: 'worked' | 'holiday',
): BusinessCalendar {
  const days = Object.entries(certainty?.days ?? {})
    .filter(([, status]) => isOneOf(statuses, status))
    .map(([date]) => date);
  const doubtful = new Set(days);
  const others = calendar.holidays.filter(({ date }) => !doubtful.has(date));
  const added = as === 'holiday' ? days.map((date) => ({ date })) : [];
  return { ...calendar, holidays: [...others, ...added] };
}

const reasons: Readonly<Record<Unsure, string>> = {
  single: 'only one source says whether these days are holidays',
  estimated: 'these days are estimates: the authorities fix them shortly before',
  disputed: 'sources do not agree on whether these days are holidays',
  pending: 'whether these days are holidays has not been decreed yet',
};

/** One warning of each code: what is said of days goes before what is said of the year. */
function joined(warnings: readonly CalendarWarning[]): CalendarWarning[] {
  const byCode = new Map<string, CalendarWarning>();
  for (const warning of warnings) {
    const known = byCode.get(warning.code);
    const detail = known ? `${known.detail}; ${warning.detail}` : warning.detail;
    byCode.set(warning.code, { ...warning, ...known, detail });
  }
  return [...byCode.values()];
}

function dayWarning({ id }: BusinessCalendar, status: Unsure, range: Uncertain): CalendarWarning {
  const { days, earliest, latest } = range;
  const detail = `${id}: ${reasons[status]}`;
  return { code: `holidays.${status}`, days, dueIfWorked: earliest, dueIfHoliday: latest, detail };
}

/** Years whose lists are not whole. */
function yearWarnings(calendar: BusinessCalendar, from: string, to: string): CalendarWarning[] {
  const years = yearsOf(from, to);
  const unknown = years.filter((year) => baseOf(calendar, year) === 'unknown');
  const pending = years.flatMap((year) => {
    const known = calendar.certainty?.years[year];
    return known?.pending === undefined ? [] : [`${year}: ${known.pending}`];
  });
  const warnings: CalendarWarning[] = [];
  if (unknown.length > 0) {
    const detail = `no holidays of calendar ${calendar.id} are known for ${spans(unknown)}: none is counted`;
    warnings.push({ code: 'holidays.unknown', days: [], detail });
  }
  if (pending.length > 0) {
    const detail = `the holidays of calendar ${calendar.id} are not all decreed yet (${pending.join('; ')})`;
    warnings.push({ code: 'holidays.pending', days: [], detail });
  }
  return warnings;
}

function spans(years: readonly number[]): string {
  const [first, last] = [years[0], years.at(-1)];
  return first === last ? String(first) : `${first} to ${last}`;
}
