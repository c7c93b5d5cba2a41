/** What charts show: one entry for each period, those in which nothing happened among them. */
import type { Attainment, LatenessView } from '../shared/api/operations/summary.ts';

/** A UTC day (`2026-11-20`), month, quarter (`2026-Q4`) or year. */
type Period = string;

export interface Promised {
  readonly period: Period;
  readonly met: number;
  readonly corrected: number;
  readonly breached: number;
  /** met + corrected + breached: what attainment is a share of. */
  readonly measured: number;
  readonly notMeasured: number;
  readonly running: number;
}

/** So many periods are drawn at the most: the latest. */
const most = 400;

export function promisedBy(attainment: readonly Attainment[]): readonly Promised[] {
  const rows = attainment.flatMap((row) =>
    row.period === undefined ? [] : [{ ...row, period: row.period }],
  );
  const of = Map.groupBy(rows, ({ period }) => period);
  return periodsAround([...of.keys()]).map((period) => {
    const sum = (name: 'met' | 'corrected' | 'breached' | 'measured' | 'notMeasured' | 'running') =>
      (of.get(period) ?? []).reduce((total, row) => total + row[name], 0);
    return {
      period,
      met: sum('met'),
      corrected: sum('corrected'),
      breached: sum('breached'),
      measured: sum('measured'),
      notMeasured: sum('notMeasured'),
      running: sum('running'),
    };
  });
}

/** Per cent of what was measured that was kept, as recorded or as put right; null where nothing was. */
export const attained = ({ met, corrected, measured }: Omit<Promised, 'period'>): number | null =>
  measured === 0 ? null : ((met + corrected) / measured) * 100;

type Late = Pick<LatenessView['value'][number], 'period' | 'count' | 'p50' | 'p99' | 'max'>;

export function latenessBy(value: readonly Late[]): readonly Late[] {
  const of = new Map(value.map((one) => [one.period, one]));
  return periodsAround([...of.keys()]).map(
    (period) => of.get(period) ?? { period, count: 0, p50: null, p99: null, max: null },
  );
}

/** From the first to the last of some periods of one length, all that lie between them too. */
export function periodsAround(known: readonly Period[]): readonly Period[] {
  const sorted = [...known].sort();
  const last = sorted.at(-1);
  const all: Period[] = [];
  for (let period = sorted[0]; period !== undefined && last !== undefined && period <= last;) {
    all.push(period);
    period = after(period);
  }
  return all.slice(-most);
}

function after(period: Period): Period {
  const [, year = '', rest = ''] = /^(\d{4})-?(.*)$/.exec(period) ?? [];
  const following = String(Number(year) + 1);
  if (rest === '') return following;
  if (rest.startsWith('Q')) return rest === 'Q4' ? `${following}-Q1` : `${year}-Q${Number(rest[1]) + 1}`;
  if (rest.length === 2)
    return rest === '12' ? `${following}-01` : `${year}-${String(Number(rest) + 1).padStart(2, '0')}`;
  return new Date(Date.parse(period) + 86_400_000).toISOString().slice(0, 10);
}
