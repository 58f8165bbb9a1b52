import { scaleLinear, scaleUtc } from 'd3-scale';
import { line as lineGenerator } from 'd3-shape';
import { count } from '../../lab/model/text-format.ts';
import type { ChartLine, ChartModel, ChartPanel } from '../document/chart-model.ts';
import { type Html, html } from '../html-text.ts';

const panel = { width: 360, height: 150, left: 52, right: 10, top: 22, bottom: 22 };
const legendHeight = 22;

/** The looks of the lines differ in more than their colour. */
const looks = {
  published: { colour: '#b26a00', dash: '5 3', width: 1.6 },
  received: { colour: '#0969da', dash: 'none', width: 2.2 },
  lag: { colour: '#8250df', dash: 'none', width: 2 },
} as const satisfies Record<ChartLine['what'], unknown>;

const marks = {
  swap: { says: 'swap', dash: 'none' },
  rebalance: { says: 'rebalance', dash: '1 3' },
} as const;

export function chartSize({ panels }: ChartModel): { columns: number; width: number; height: number } {
  const columns = panels.length === 1 ? 1 : 2;
  const rows = Math.ceil(panels.length / columns);
  return { columns, width: columns * panel.width, height: rows * panel.height + legendHeight };
}

/** Small charts, one for each partition, with the same axes; static, so that nothing runs where they are looked at. */
export function drawChart(chart: ChartModel, label: string, ink = 'currentColor'): Html {
  const { columns, width, height } = chartSize(chart);
  const largest = Math.max(
    1,
    ...chart.panels.flatMap(({ lines }) =>
      lines.flatMap(({ points }) => points.map(({ value }) => value ?? 0)),
    ),
  );
  const x = scaleUtc([chart.fromMs, chart.untilMs], [panel.left, panel.width - panel.right]);
  const y = scaleLinear([0, largest], [panel.height - panel.bottom, panel.top]).nice(3);
  return html`<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="${label}" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="10" color="${ink}" fill="${ink}">
${drawLegend(chart)}${chart.panels.map(
  (each, index) =>
    html`<g transform="translate(${(index % columns) * panel.width} ${Math.floor(index / columns) * panel.height + legendHeight})">
${drawPanel(each, chart, x, y)}</g>
`,
)}</svg>
`;
}

type Time = ReturnType<typeof scaleUtc<number, number>>;
type Linear = ReturnType<typeof scaleLinear<number, number>>;

function drawPanel({ title, lines }: ChartPanel, chart: ChartModel, x: Time, y: Linear): Html {
  const bottom = panel.height - panel.bottom;
  const ticks = y.ticks(3).map(
    (
      value,
    ) => html`<line x1="${panel.left}" x2="${panel.width - panel.right}" y1="${round(y(value))}" y2="${round(y(value))}" stroke="currentColor" opacity=".2"/>
<text x="${panel.left - 5}" y="${round(y(value) + 3.5)}" text-anchor="end">${count(value)}</text>
`,
  );
  const times = x.ticks(4).map(
    (
      time,
    ) => html`<text x="${round(x(time))}" y="${bottom + 14}" text-anchor="middle">${time.toISOString().slice(11, 19)}</text>
`,
  );
  const events = chart.marks.map(
    ({
      kind,
      atMs,
    }) => html`<line x1="${round(x(atMs))}" x2="${round(x(atMs))}" y1="${panel.top}" y2="${bottom}" stroke="currentColor" stroke-dasharray="${marks[kind].dash}" opacity="${kind === 'swap' ? '.8' : '.6'}"/>
`,
  );
  const nothing =
    lines.length === 0 ? html`<text x="${panel.left + 8}" y="${panel.top + 20}">not known</text>` : undefined;
  return html`<text x="${panel.left}" y="14" font-weight="bold">${title}</text>
${ticks}${times}<line x1="${panel.left}" x2="${panel.width - panel.right}" y1="${bottom}" y2="${bottom}" stroke="currentColor"/>
${events}${lines.map((each) => drawLine(each, x, y))}${nothing}`;
}

function drawLine({ what, points }: ChartLine, x: Time, y: Linear): Html {
  const { colour, dash, width } = looks[what];
  const path = lineGenerator<ChartLine['points'][number]>()
    .defined(({ value }) => value !== undefined)
    .x(({ atMs }) => x(atMs))
    .y(({ value }) => y(value ?? 0))
    .digits(1)(points);
  return html`<path d="${path ?? ''}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dash}"/>
`;
}

function drawLegend(chart: ChartModel): Html {
  const whats = [...new Set(chart.panels.flatMap(({ lines }) => lines.map(({ what }) => what)))];
  const kinds = [...new Set(chart.marks.map(({ kind }) => kind))];
  let left = panel.left;
  const place = (): number => {
    const at = left;
    left += 110;
    return at;
  };
  return html`${whats.map((what) => {
    const at = place();
    const { colour, dash, width } = looks[what];
    return html`<line x1="${at}" x2="${at + 24}" y1="10" y2="10" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dash}"/><text x="${at + 30}" y="13.5">${what}</text>
`;
  })}${kinds.map((kind) => {
    const at = place();
    return html`<line x1="${at + 12}" x2="${at + 12}" y1="3" y2="17" stroke="currentColor" stroke-dasharray="${marks[kind].dash}"/><text x="${at + 20}" y="13.5">${marks[kind].says}</text>
`;
  })}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
