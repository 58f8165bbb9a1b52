import { count } from '../../lab/model/text-format.ts';
import type { ChartLine, ChartModel, ChartPanel } from '../document/chart-model.ts';
import { clock } from '../document/trace.ts';
import {
  type CountScale,
  chartScales,
  countTicks,
  legendOf,
  lineLooks,
  markLooks,
  type TimeScale,
  timeTicks,
} from './chart-looks.ts';
import { dashed, Raster, type Segment } from './raster.ts';
import { strokeHeight, strokeText, strokeWidth } from './stroke-text.ts';

const ink = '#24292e';
/** Of the lines around the plot, which would otherwise be cut in half. */
const edge = 2;
/** Between the plot and the words of its axes. */
const gap = 4;
/** A sixth of how high a digit is. */
const unit = 1.1;
const timesHeight = unit * strokeHeight + 2 * gap;
/** Of the lines of which letters are made. */
const pen = 1;

/** The plot of a panel with the numbers and times of its axes as PNG; `scale` pixels for each of its size. */
export function drawPlot(
  panel: ChartPanel,
  chart: ChartModel,
  size: { readonly width: number; readonly height: number },
  scale: number,
): Uint8Array {
  const raster = new Raster(size.width * scale, size.height * scale);
  const top = edge * scale;
  const bottom = raster.height - timesHeight * scale;
  const labels = countTicks(chartScales(chart, { left: 0, right: 1, top: 0, bottom: 1 }).y).map(count);
  const widest = Math.max(...labels.map((label) => strokeWidth(label, unit * scale)));
  const left = widest + 2 * gap * scale;
  const right = raster.width - edge * scale;
  const { x, y } = chartScales(chart, { left, right, top, bottom });
  // What a forged journal counts, and when, may lie anywhere.
  x.clamp(true);
  y.clamp(true);
  const across = (at: number): Segment => [left, at, right, at];
  drawAxes(raster, { x, y, left, bottom }, scale);
  raster.draw(
    countTicks(y).map((value) => across(y(value))),
    { colour: ink, width: scale, opacity: 0.2 },
  );
  raster.draw([across(bottom)], { colour: ink, width: scale });
  for (const kind of legendOf(chart).marks) {
    const { dash, opacity } = markLooks[kind];
    const lines = chart.marks
      .filter((mark) => mark.kind === kind)
      .map(({ atMs }): Segment => [x(atMs), top, x(atMs), bottom]);
    const pieces = lines.flatMap((line) => dashed([line], scaled(dash, scale)));
    raster.draw(pieces, { colour: ink, width: scale, opacity });
  }
  for (const line of panel.lines) {
    const { colour, dash, width } = lineLooks[line.what];
    raster.draw(dashed(pathOf(line, x, y), scaled(dash, scale)), { colour, width: width * scale });
  }
  return raster.toPng();
}

/** A number beside each line across, and times below the plot; those near an edge are moved inwards, so that nothing is cut. */
function drawAxes(
  raster: Raster,
  { x, y, left, bottom }: { x: TimeScale; y: CountScale; left: number; bottom: number },
  scale: number,
): void {
  const high = unit * scale * strokeHeight;
  const inside = (at: number, from: number, size: number, to: number): number =>
    Math.max(from, Math.min(to - size, at - size / 2));
  const numbers = countTicks(y).flatMap((value) => {
    const label = count(value);
    const at = left - gap * scale - strokeWidth(label, unit * scale);
    return strokeText(label, at, inside(y(value), pen * scale, high, raster.height), unit * scale);
  });
  const timeWidth = strokeWidth('00:00:00', unit * scale);
  const times = timeTicks(x, timeWidth + 2 * gap * scale).flatMap((time) => {
    const at = inside(x(time), pen * scale, timeWidth, raster.width - pen * scale);
    return strokeText(clock(time.toISOString()), at, bottom + gap * scale, unit * scale);
  });
  raster.draw([...numbers, ...times], { colour: ink, width: pen * scale, opacity: 0.85 });
}

/** Between the points that are known; a point alone is a dot. */
function pathOf({ points }: ChartLine, x: TimeScale, y: CountScale): Segment[] {
  return points.flatMap(({ atMs, value }, index): Segment[] => {
    if (value === undefined) return [];
    const next = points[index + 1];
    const at = [x(atMs), y(value)] as const;
    if (next?.value !== undefined) return [[...at, x(next.atMs), y(next.value)]];
    return points[index - 1]?.value === undefined ? [[...at, ...at]] : [];
  });
}

const scaled = (lengths: readonly number[], scale: number): number[] =>
  lengths.map((length) => length * scale);
