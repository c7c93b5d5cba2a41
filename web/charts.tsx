/** Attainment and lateness over time, as charts; the tables beside them say the same. */
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Attainment, LatenessView } from '../shared/api/operations/summary.ts';
import type { Plan } from './chart.ts';
import { attained, latenessBy, promisedBy } from './series.ts';
import { percent, seconds } from './words.ts';

export function AttainmentChart({ of, rows }: { of: string; rows: readonly Attainment[] }) {
  const periods = promisedBy(rows);
  const [kept, broken] = [
    periods.reduce((sum, { met, corrected }) => sum + met + corrected, 0),
    periods.reduce((sum, { breached }) => sum + breached, 0),
  ];
  if (kept + broken === 0)
    return <p class="state">{of}: nothing was measured, so there is no share to draw.</p>;
  const empty = periods.filter(({ measured }) => measured === 0).length;
  const shareOf = (index: number) => {
    const one = periods[index];
    const share = one && attained(one);
    return one === undefined || share === null || share === undefined
      ? 'not measured'
      : `${percent(share)} (${one.met + one.corrected} of ${one.measured})`;
  };
  const plan: Plan = {
    periods: periods.map(({ period }) => period),
    lines: [
      {
        ...{ label: 'Broken', colour: '--broken', kind: 'bar', scale: 'count' },
        values: periods.map(({ measured }) => measured),
        told: (index) => String(periods[index]?.breached ?? 0),
      },
      {
        ...{ label: 'Put right', colour: '--paused', kind: 'bar', scale: 'count' },
        values: periods.map(({ met, corrected }) => met + corrected),
        told: (index) => String(periods[index]?.corrected ?? 0),
      },
      {
        ...{ label: 'Kept', colour: '--counted', kind: 'bar', scale: 'count' },
        values: periods.map(({ met }) => met),
        told: (index) => String(periods[index]?.met ?? 0),
      },
      {
        ...{ label: 'Attainment', colour: '--text', kind: 'line', scale: 'percent' },
        values: periods.map(attained),
        told: shareOf,
      },
    ],
    axes: [
      { scale: 'count', told: String },
      { scale: 'percent', told: (value) => `${value} %` },
    ],
  };
  const share = percent((kept / (kept + broken)) * 100);
  return (
    <Chart
      plan={plan}
      says={`${of}: ${kept} of ${kept + broken} kept, ${share}, in ${periods.length - empty} of ${periods.length} periods; in the others nothing was measured.`}
    />
  );
}

export function LatenessChart({ value }: { value: LatenessView['value'] }) {
  const periods = latenessBy(value);
  const line = (name: 'p50' | 'p99' | 'max', label: string, colour: string, dash: readonly number[]) => ({
    ...({ label, colour, dash, kind: 'line', scale: 'ms' } as const),
    // The scale is logarithmic, and has no zero.
    values: periods.map(({ [name]: length }) => (length === null ? null : Math.max(1, length))),
    told: (index: number) => seconds(periods[index]?.[name] ?? null),
  });
  const plan: Plan = {
    periods: periods.map(({ period }) => period),
    lines: [
      line('max', 'All within', '--bad', []),
      line('p99', '99 % within', '--paused', [8, 4]),
      line('p50', 'Half within', '--counted', [2, 3]),
    ],
    axes: [{ scale: 'ms', told: seconds }],
  };
  const count = periods.reduce((sum, one) => sum + one.count, 0);
  const [first, last] = [periods[0]?.period ?? '', periods.at(-1)?.period ?? ''];
  return (
    <Chart
      plan={plan}
      says={`How late ${count} warnings, breaches and alerts were recorded, from ${first} to ${last}; the table has the figures.`}
    />
  );
}

function Chart({ plan, says }: { plan: Plan; says: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const key = JSON.stringify(plan);
  useEffect(() => {
    let end: (() => void) | undefined;
    let left = false;
    import('./chart.ts').then(
      ({ draw }) => {
        if (!left && place.current) end = draw(place.current, plan);
      },
      () => setFailed(true),
    );
    return () => {
      left = true;
      end?.();
    };
  }, [key]);
  return (
    <figure class="chart">
      <figcaption>{says}</figcaption>
      {failed ? (
        <p class="note">The chart could not be loaded: reload the page. The table has the figures.</p>
      ) : (
        // The caption and the table say it to whoever does not see it.
        <div ref={place} class="plot" aria-hidden="true" />
      )}
    </figure>
  );
}
