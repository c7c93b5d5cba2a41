/** Charts by uPlot, in a file of their own that is loaded with the first of them. */
import uPlot from 'uplot';

export interface Line {
  readonly label: string;
  /** A custom property of the style sheet. */
  readonly colour: string;
  /** `bar` bars lie over each other, the first behind. */
  readonly kind: 'bar' | 'line';
  readonly scale: 'count' | 'percent' | 'ms';
  readonly dash?: readonly number[];
  readonly values: readonly (number | null)[];
  /** What the legend says of the period at this place. */
  readonly told: (index: number) => string;
}

export interface Plan {
  readonly periods: readonly string[];
  readonly lines: readonly Line[];
  readonly axes: readonly { readonly scale: Line['scale']; readonly told: (value: number) => string }[];
}

const height = 240;
// uPlot declares these as constants of its types, which no compiler puts in for a single file.
/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment */
const logarithmic = 3 as uPlot.Scale.Distr;
const [right, left] = [1 as uPlot.Axis.Side, 3 as uPlot.Axis.Side];
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */

/** Draws it into `place`; the function that is given ends it. */
export function draw(place: HTMLElement, plan: Plan): () => void {
  let chart = made();
  const size = () => chart.setSize({ width: place.clientWidth, height });
  const sizes = new ResizeObserver(size);
  sizes.observe(place);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const again = () => {
    chart.destroy();
    chart = made();
  };
  scheme.addEventListener('change', again);
  return () => {
    scheme.removeEventListener('change', again);
    sizes.disconnect();
    chart.destroy();
  };

  function made(): uPlot {
    const data = [
      plan.periods.map((_, index) => index),
      // A bar of nothing would be drawn as a line.
      ...plan.lines.map(({ kind, values }) =>
        values.map((value) => (kind === 'bar' && value === 0 ? null : value)),
      ),
    ];
    return new uPlot(options(place, plan), data as unknown as uPlot.AlignedData, place);
  }
}

function options(place: HTMLElement, { periods, lines, axes }: Plan): uPlot.Options {
  const colour = coloursIn(place);
  const [text, grid] = [colour('--soft'), colour('--line')];
  const look = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  return {
    width: place.clientWidth,
    height,
    // Until somebody points at another period, the legend tells the last.
    hooks: { ready: [(one) => one.setLegend({ idx: periods.length - 1 })] },
    cursor: { drag: { x: false, y: false }, y: false },
    scales: {
      x: { time: false, range: [-0.6, periods.length - 0.4] },
      count: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] },
      percent: { range: [0, 105] },
      ms: { distr: logarithmic, range: (_, __, most) => [1, Math.max(1000, most * 2)] },
    },
    axes: [
      {
        ...look,
        incrs: [1, 2, 5, 7, 14, 28, 56, 112],
        space: 90,
        values: (_, splits) => splits.map((at) => (Number.isInteger(at) ? (periods[at] ?? '') : '')),
      },
      ...axes.map(({ scale, told }, index) => ({
        ...look,
        scale,
        side: index === 0 ? left : right,
        size: 64,
        ...(index === 0 ? {} : { grid: { show: false } }),
        ...(scale === 'count' ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000] } : {}),
        values: (_: uPlot, splits: number[]) =>
          splits.map((value: number | null) => (value === null ? '' : told(value))),
      })),
    ],
    series: [
      {
        label: 'Period (UTC)',
        value: (_, __, ___, index) => (index === null ? '–' : (periods[index] ?? '–')),
      },
      ...lines.map(({ label, colour: of, kind, scale, dash, told }) => ({
        label,
        scale,
        stroke: colour(of),
        ...(kind === 'bar'
          ? { fill: colour(of), paths: bars(), points: { show: false } }
          : { width: 2, points: { show: true, size: 6, fill: colour(of) }, spanGaps: false }),
        ...(dash ? { dash: [...dash] } : {}),
        value: (_: uPlot, __: unknown, ___: unknown, index: number | null) =>
          index === null ? '–' : told(index),
      })),
    ],
  };
}

function bars(): uPlot.Series.PathBuilder {
  const builder = uPlot.paths.bars?.({ size: [0.7, 60] });
  if (!builder) throw new Error('uPlot has no bars');
  return builder;
}

/** What a custom property comes to here, light or dark. */
function coloursIn(place: HTMLElement): (name: string) => string {
  return (name) => {
    place.style.color = `var(${name})`;
    const found = getComputedStyle(place).color;
    place.style.color = '';
    return found;
  };
}
