import type { PromiseOutcome } from '../../cases/index.ts';
import { promiseOutcomes } from '../../cases/index.ts';
import type { Count } from '../../store/types.ts';
import type { Column } from './csv.ts';
import {
  latenessRanges,
  type Attainment,
  type LatenessView,
  type PeriodLength,
  type SummaryQuery,
  type SummaryView,
} from './summary.ts';

type Promises = Pick<
  Attainment,
  'running' | 'atRisk' | 'met' | 'corrected' | 'breached' | 'stillWaiting' | 'measured' | 'notMeasured'
>;
type Group = Omit<Attainment, keyof Promises | 'attainment'>;

/** The length of period that counts are wanted by: those of quarters and years are made of months. */
export function countedBy(length: PeriodLength | undefined): 'day' | 'month' | undefined {
  return length === undefined ? undefined : length === 'day' ? 'day' : 'month';
}

function periodOf(period: string, length: PeriodLength | undefined): string {
  if (length === 'year') return period.slice(0, 4);
  if (length !== 'quarter' || period === '') return period;
  return `${period.slice(0, 4)}-Q${Math.ceil(Number(period.slice(5, 7)) / 3)}`;
}

/** The period that a query tells promises apart by. */
export function lengthIn(by: SummaryQuery['by']): PeriodLength | undefined {
  return by?.find((name) => name !== 'country');
}

/** What the counts of promises (`p`), wakes (`w`) and mails (`m`) come to. `docs/operations.md` has the formula. */
export function summaryView(
  { p, w, m }: { readonly p: readonly Count[]; readonly w: readonly Count[]; readonly m: readonly Count[] },
  query: SummaryQuery,
): SummaryView {
  const groups = new Map<string, { readonly group: Group; readonly outcomes: Map<PromiseOutcome, number> }>();
  const all = new Map<PromiseOutcome, number>();
  for (const { period, cell, count } of p) {
    const [, clock, severity, plan, country, outcome] = cell.split('/');
    if (!isWanted(query, { clock, severity, plan, country }) || !isOutcome(outcome)) continue;
    const group = {
      clock,
      severity,
      plan,
      ...(query.by?.includes('country') ? { country } : {}),
      ...(lengthIn(query.by) && period !== '' ? { period: periodOf(period, lengthIn(query.by)) } : {}),
    } as Group;
    const key = JSON.stringify(group);
    const known = groups.get(key) ?? { group, outcomes: new Map<PromiseOutcome, number>() };
    groups.set(key, known);
    for (const outcomes of [known.outcomes, all]) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
  }
  return {
    attainment: [...groups.entries()]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { group, outcomes }]) => attainmentOf(group, outcomes)),
    ...promisesOf(all),
    lateness: distribution(latenesses(w)),
    mail: mailOf(m),
  };
}

function isWanted(
  query: SummaryQuery,
  group: Readonly<Record<'clock' | 'severity' | 'plan' | 'country', string | undefined>>,
): boolean {
  return (['clock', 'severity', 'plan', 'country'] as const).every(
    (name) => query[name] === undefined || query[name] === group[name],
  );
}

function isOutcome(name: string | undefined): name is PromiseOutcome {
  return promiseOutcomes.some((one) => one === name);
}

function promisesOf(outcomes: ReadonlyMap<PromiseOutcome, number>): Promises {
  const of = (outcome: PromiseOutcome) => outcomes.get(outcome) ?? 0;
  const [met, corrected, breached] = [of('met'), of('corrected'), of('breached') + of('stillWaiting')];
  return {
    running: of('running') + of('atRisk'),
    atRisk: of('atRisk'),
    met,
    corrected,
    breached,
    stillWaiting: of('stillWaiting'),
    measured: met + corrected + breached,
    notMeasured: of('cancelled'),
  };
}

function attainmentOf(group: Group, outcomes: ReadonlyMap<PromiseOutcome, number>): Attainment {
  const promises = promisesOf(outcomes);
  const { met, corrected, measured } = promises;
  return { ...group, ...promises, attainment: measured === 0 ? null : (met + corrected) / measured };
}

interface Lateness {
  readonly ms: number;
  readonly count: number;
}

function latenesses(counts: readonly Count[]): Lateness[] {
  return counts
    .map(({ cell, count }) => ({ ms: Number(cell.slice(2)), count }))
    .sort((one, other) => one.ms - other.ms);
}

/** By nearest rank: the smallest lateness that so large a part of all does not exceed. */
function distribution(sorted: readonly Lateness[]) {
  const count = sorted.reduce((sum, one) => sum + one.count, 0);
  const at = (share: number): number | null => {
    const rank = Math.ceil(share * count);
    let seen = 0;
    for (const { ms, count: many } of sorted) {
      seen += many;
      if (seen >= rank) return ms;
    }
    return null;
  };
  return { count, p50: at(0.5), p99: at(0.99), max: sorted.at(-1)?.ms ?? null };
}

function mailOf(counts: readonly Count[]): SummaryView['mail'] {
  const of = (outcome: string) =>
    counts.reduce((sum, { cell, count }) => (cell === `m/${outcome}` ? sum + count : sum), 0);
  const [waiting, failed, withdrawn] = [of('requested'), of('failed'), of('withdrawn')];
  const [delivered, bounced] = [of('delivered'), of('bounced')];
  const sent = of('sent') + delivered + bounced;
  return {
    requested: waiting + sent + failed + withdrawn,
    sent,
    delivered,
    bounced,
    failed,
    withdrawn,
    waiting,
  };
}

/** The distribution of lateness in each period, the first first. */
export function latenessView(counts: readonly Count[], length: PeriodLength): LatenessView {
  const periods = Map.groupBy(counts, ({ period }) => periodOf(period, length));
  return {
    value: [...periods]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([period, of]) => {
        const sorted = latenesses(of);
        return { period, ...distribution(sorted), ranges: rangesOf(sorted) };
      }),
  };
}

function rangesOf(sorted: readonly Lateness[]) {
  const ends = [...latenessRanges, Number.POSITIVE_INFINITY];
  return ends.map((end, index) => {
    const above = ends[index - 1] ?? -1;
    const within = sorted.filter(({ ms }) => ms > above && ms <= end);
    const count = within.reduce((sum, one) => sum + one.count, 0);
    return { upTo: Number.isFinite(end) ? end : null, count };
  });
}

const promiseColumns = [
  ...(['clock', 'severity', 'plan', 'country', 'period', 'running', 'atRisk', 'met', 'corrected'] as const),
  ...(['breached', 'stillWaiting', 'measured', 'notMeasured', 'attainment'] as const),
];
export const attainmentColumns: readonly Column<Attainment>[] = promiseColumns.map((name) => ({
  name,
  of: (one) => one[name],
}));

export const latenessColumns: readonly Column<LatenessView['value'][number]>[] = (
  ['period', 'count', 'p50', 'p99', 'max'] as const
).map((name) => ({ name, of: (one) => one[name] }));
