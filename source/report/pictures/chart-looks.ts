import { scaleLinear, scaleUtc } from 'd3-scale';
import type { ChartLine, ChartMark, ChartModel } from '../document/chart-model.ts';

interface LineLook {
  readonly colour: string;
  /** Lengths of what is drawn and of the gaps, in turns; none for a whole line. */
  readonly dash: readonly number[];
  readonly width: number;
}

/** The looks of the lines differ in more than their colour. */
export const lineLooks: Readonly<Record<ChartLine['what'], LineLook>> = {
  published: { colour: '#b26a00', dash: [5, 3], width: 1.6 },
  received: { colour: '#0969da', dash: [], width: 2.2 },
  lag: { colour: '#8250df', dash: [], width: 2 },
};

export const markLooks: Readonly<
  Record<ChartMark['kind'], { readonly dash: readonly number[]; readonly opacity: number }>
> = {
  swap: { dash: [], opacity: 0.8 },
  rebalance: { dash: [1, 3], opacity: 0.6 },
};

export type TimeScale = ReturnType<typeof scaleUtc<number, number>>;
export type CountScale = ReturnType<typeof scaleLinear<number, number>>;

/** The scales of all panels, on a panel whose plot is at these places. */
export function chartScales(
  chart: ChartModel,
  plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): { x: TimeScale; y: CountScale } {
  const largest = Math.max(
    1,
    ...chart.panels.flatMap(({ lines }) =>
      lines.flatMap(({ points }) => points.map(({ value }) => value ?? 0)),
    ),
  );
  return {
    x: scaleUtc([chart.fromMs, chart.untilMs], [plot.left, plot.right]),
    y: scaleLinear([0, largest], [plot.bottom, plot.top]).nice(3),
  };
}

export const countTicks = (y: CountScale): readonly number[] => y.ticks(3);

/** Times along an axis, at least so far apart that none is written over another. */
export function timeTicks(x: TimeScale, apart: number): readonly Date[] {
  const ticks = x.ticks(4);
  const [first, second] = ticks;
  const between = first === undefined || second === undefined ? apart : x(second) - x(first);
  const every = Math.max(1, Math.ceil(apart / Math.max(between, 1)));
  return ticks.filter((_, index) => index % every === 0);
}

/** What the lines and marks of a chart are, each once. */
export function legendOf(chart: ChartModel): {
  lines: readonly ChartLine['what'][];
  marks: readonly ChartMark['kind'][];
} {
  return {
    lines: [...new Set(chart.panels.flatMap(({ lines }) => lines.map(({ what }) => what)))],
    marks: [...new Set(chart.marks.map(({ kind }) => kind))],
  };
}
