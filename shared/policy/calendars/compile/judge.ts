/** How sure each day of a list is: the list was chosen before, here witnesses are heard. */
import type { Certainty } from '../../../calendar/index.ts';
import type { Correction } from './corrections.ts';
import { followsTheMoon, isIslamic } from './moving.ts';
import type { Finding } from './review.ts';
import type { Days } from './sources.ts';

/** What is known of one date that is not as sure as its year. */
export interface DayStatus {
  readonly status: Certainty;
  /** Letters of the sources that have the date as a holiday, and of those that do not. */
  readonly has: string;
  readonly not: string;
  readonly why?: string | undefined;
}

export interface Witness {
  readonly letter: string;
  readonly days: Days;
}

/** All that is said of one place and year. */
export interface Evidence {
  /** The list chosen. */
  readonly listed: Days;
  /** Letter of the source the list is from, `G` for an official one. */
  readonly from: string;
  /** The official list itself, where there is one for the whole year. */
  readonly official: Days | undefined;
  readonly witnesses: readonly Witness[];
  readonly findings: ReadonlyMap<string, Finding>;
  /** Letters of all who were compared date by date: what is no finding is agreed. */
  readonly compared: string | undefined;
  readonly corrections: ReadonlyMap<string, Correction>;
  /** Dates that the source itself marks, and all Islamic days from this date on. */
  readonly estimated: ReadonlySet<string>;
  readonly estimatedFrom: string;
  /** Dates that another witness has otherwise, which nobody has decided. */
  readonly doubted: ReadonlySet<string>;
  /** A yearly decree is due. */
  readonly pending: boolean;
  isWorked(date: string): boolean;
}

/** Sightings move a feast by a day. */
const sighting = 'fixed by sighting or announcement: may be a day earlier or later';

/** Statuses of all dates that are listed, or that somebody else lists, by date. */
export function judge(evidence: Evidence): Map<string, DayStatus> {
  const { listed, findings, corrections, witnesses, from } = evidence;
  const dates = new Set([
    ...listed.keys(),
    ...findings.keys(),
    ...corrections.keys(),
    ...evidence.doubted,
    ...(from === 'G' ? [] : witnesses.flatMap(({ days }) => [...days.keys()])),
  ]);
  const statuses = new Map<string, DayStatus>();
  for (const date of dates) {
    if (!evidence.isWorked(date)) continue;
    const status = statusOf(date, evidence);
    if (status) statuses.set(date, status);
  }
  for (const [date, { status, has, not }] of [...statuses]) {
    if (status !== 'estimated' || !isIslamic(listed.get(date) ?? '')) continue;
    for (const near of [shifted(date, -1), shifted(date, 1)]) {
      if (near.slice(0, 4) !== date.slice(0, 4) || statuses.has(near) || listed.has(near)) continue;
      if (evidence.isWorked(near)) statuses.set(near, { status, has: not, not: has, why: sighting });
    }
  }
  return statuses;
}

function statusOf(date: string, evidence: Evidence): DayStatus | undefined {
  const { listed, corrections, findings, witnesses, from, official, pending } = evidence;
  const correction = corrections.get(date);
  const finding = findings.get(date);
  const name = listed.get(date);
  const has = finding?.has ?? lettersOf(date, evidence, true);
  const not = finding?.not ?? lettersOf(date, evidence, false);
  const be = (status: Certainty, why?: string): DayStatus => ({
    status: status === 'disputed' && pending ? 'pending' : status,
    has,
    not,
    ...(why !== undefined && { why }),
  });

  if (correction) {
    const open = correction.status === 'disputed' || correction.change !== 'remove';
    return open ? be(correction.status, correction.cite) : undefined;
  }
  if (name !== undefined && official?.has(date)) return be('official');
  if (evidence.doubted.has(date)) return be('disputed', finding?.why);
  if (finding?.verdict === 'yes' && name !== undefined) {
    return be(isOpenFeast(date, name, evidence) ? 'estimated' : 'confirmed', finding.why);
  }
  if (finding?.verdict === 'no' || finding?.verdict === 'outvoted') {
    return name === undefined ? undefined : be(agreed(date, name, evidence));
  }
  if (name !== undefined && isOpenFeast(date, name, evidence)) return be('estimated', finding?.why);
  if (finding?.verdict === 'estimated') return be('estimated', finding.why);
  if (finding?.verdict === 'open') return be('disputed', finding.why);
  if (finding?.verdict === 'single') return be(name === undefined ? 'disputed' : 'single', finding.why);
  const hasAll = witnesses.length > 0 && witnesses.every(({ days }) => days.has(date));
  if (name === undefined) return hasAll && from !== 'G' ? be('disputed') : undefined;
  const alone = has.length < 2;
  const opposed = not.replace('G', '') !== '';
  const compared = evidence.compared ?? '';
  if (alone && opposed) {
    // Others than the witnesses at hand were compared as well.
    if (!compared.includes('o')) return be('disputed');
    return be(agreed(date, name, evidence), 'python-holidays and openholidays agree');
  }
  return be(alone && compared.length < 2 ? 'single' : agreed(date, name, evidence));
}

/** The status of a holiday that several have. */
function agreed(date: string, name: string, evidence: Evidence): Certainty {
  if (isOpenFeast(date, name, evidence)) return 'estimated';
  return isComputed(date, name, evidence) ? 'single' : 'confirmed';
}

/** Tables of the moon that agree share one algorithm: they are one source, until the day has been lived. */
function isComputed(date: string, name: string, { estimatedFrom }: Evidence): boolean {
  return followsTheMoon(name) && date >= estimatedFrom;
}

function isOpenFeast(date: string, name: string, { estimated, estimatedFrom }: Evidence): boolean {
  return estimated.has(date) || (isIslamic(name) && date >= estimatedFrom);
}

function lettersOf(date: string, { listed, from, official, witnesses }: Evidence, having: boolean): string {
  const own = (official ?? listed).has(date) === having ? from : '';
  return own + witnesses.map(({ letter, days }) => (days.has(date) === having ? letter : '')).join('');
}

export function shifted(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
