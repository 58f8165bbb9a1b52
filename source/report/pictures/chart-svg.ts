import { line as lineGenerator } from 'd3-shape';
import { count } from '../../lab/model/text-format.ts';
import type { ChartLine, ChartModel, ChartPanel } from '../document/chart-model.ts';
import { type Html, html } from '../html-text.ts';
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

const panel = { width: 360, height: 150, left: 52, right: 10, top: 22, bottom: 22 };
const legendHeight = 22;
/** Of a time such as `18:10:35`, in any font. */
const timeWidth = 56;

export function chartSize({ panels }: ChartModel): { columns: number; width: number; height: number } {
  const columns = panels.length === 1 ? 1 : 2;
  const rows = Math.ceil(panels.length / columns);
  return { columns, width: columns * panel.width, height: rows * panel.height + legendHeight };
}

/** Small charts, one for each partition, with the same axes; static, so that nothing runs where they are looked at. */
export function drawChart(chart: ChartModel, label: string, ink = 'currentColor'): Html {
  const { columns, width, height } = chartSize(chart);
  const { x, y } = chartScales(chart, {
    left: panel.left,
    right: panel.width - panel.right,
    top: panel.top,
    bottom: panel.height - panel.bottom,
  });
  return html`<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="${label}" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="10" color="${ink}" fill="${ink}">
${drawLegend(chart)}${chart.panels.map(
  (each, index) =>
    html`<g transform="translate(${(index % columns) * panel.width} ${Math.floor(index / columns) * panel.height + legendHeight})">
${drawPanel(each, chart, x, y)}</g>
`,
)}</svg>
`;
}

function drawPanel({ title, lines }: ChartPanel, chart: ChartModel, x: TimeScale, y: CountScale): Html {
  const bottom = panel.height - panel.bottom;
  const ticks = countTicks(y).map(
    (
      value,
    ) => html`<line x1="${panel.left}" x2="${panel.width - panel.right}" y1="${round(y(value))}" y2="${round(y(value))}" stroke="currentColor" opacity=".2"/>
<text x="${panel.left - 5}" y="${round(y(value) + 3.5)}" text-anchor="end">${count(value)}</text>
`,
  );
  const times = timeTicks(x, timeWidth).map(
    (time) => html`<text ${placeOf(x(time))} y="${bottom + 14}">${time.toISOString().slice(11, 19)}</text>
`,
  );
  const events = chart.marks.map(
    ({
      kind,
      atMs,
    }) => html`<line x1="${round(x(atMs))}" x2="${round(x(atMs))}" y1="${panel.top}" y2="${bottom}" stroke="currentColor" stroke-dasharray="${dashOf(markLooks[kind])}" opacity="${markLooks[kind].opacity}"/>
`,
  );
  const nothing =
    lines.length === 0 ? html`<text x="${panel.left + 8}" y="${panel.top + 20}">not known</text>` : undefined;
  return html`<text x="${panel.left}" y="14" font-weight="bold">${title}</text>
${ticks}${times}<line x1="${panel.left}" x2="${panel.width - panel.right}" y1="${bottom}" y2="${bottom}" stroke="currentColor"/>
${events}${lines.map((each) => drawLine(each, x, y))}${nothing}`;
}

function drawLine({ what, points }: ChartLine, x: TimeScale, y: CountScale): Html {
  const { colour, width } = lineLooks[what];
  const path = lineGenerator<ChartLine['points'][number]>()
    .defined(({ value }) => value !== undefined)
    .x(({ atMs }) => x(atMs))
    .y(({ value }) => y(value ?? 0))
    .digits(1)(points);
  return html`<path d="${path ?? ''}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dashOf(lineLooks[what])}"/>
`;
}

function drawLegend(chart: ChartModel): Html {
  const { lines, marks } = legendOf(chart);
  let left = panel.left;
  const place = (): number => {
    const at = left;
    left += 110;
    return at;
  };
  return html`${lines.map((what) => {
    const at = place();
    const { colour, width } = lineLooks[what];
    return html`<line x1="${at}" x2="${at + 24}" y1="10" y2="10" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dashOf(lineLooks[what])}"/><text x="${at + 30}" y="13.5">${what}</text>
`;
  })}${marks.map((kind) => {
    const at = place();
    return html`<line x1="${at + 12}" x2="${at + 12}" y1="3" y2="17" stroke="currentColor" stroke-dasharray="${dashOf(markLooks[kind])}"/><text x="${at + 20}" y="13.5">${kind}</text>
`;
  })}`;
}

/** Of a time below its place; where that is near an edge of the panel, beside it, so that nothing is cut. */
function placeOf(at: number): Html {
  const half = timeWidth / 2;
  const right = panel.width - half;
  const [anchor, edge] = at > right ? ['end', panel.width] : at < half ? ['start', 0] : ['middle', at];
  return html`x="${round(edge)}" text-anchor="${anchor}"`;
}

const dashOf = ({ dash }: { readonly dash: readonly number[] }): string => dash.join(' ') || 'none';

const round = (value: number): number => Math.round(value * 10) / 10;
