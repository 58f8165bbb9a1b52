import {
  BorderStyle,
  ImageRun,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  type TextRun,
  WidthType,
} from 'docx';
import { count } from '../../lab/model/text-format.ts';
import type { ChartModel, ChartPanel } from '../document/chart-model.ts';
import { clock } from '../document/trace.ts';
import { legendOf, lineLooks } from '../pictures/chart-looks.ts';
import { drawPlot } from '../pictures/chart-raster.ts';
import { soft, word } from './words.ts';

/** In pixels, of which Word has 96 to an inch: fifteen twentieths of a point each. */
const twentieths = 15;
const plotHeight = 122;
const cellMargin = 100;
/** Sharp on paper too. */
const scale = 3;

/** The panels of a chart beside each other as pictures that every reader shows; their words are text. `width` is in twentieths of a point. */
export function chartTable(chart: ChartModel, label: string, width: number): Table {
  const columns = chart.panels.length === 1 ? 1 : 2;
  const column = Math.floor(width / columns);
  const size = { width: Math.floor((column - 2 * cellMargin) / twentieths), height: plotHeight };
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const cell = (children: readonly Paragraph[]): TableCell =>
    new TableCell({
      width: { size: column, type: WidthType.DXA },
      margins: { top: 60, bottom: 60, left: cellMargin, right: cellMargin },
      children,
    });
  const cells = chart.panels.map((panel) => cell(panelOf(panel, chart, label, size)));
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, index) => {
    const children = cells.slice(index * columns, (index + 1) * columns);
    return new TableRow({
      cantSplit: true,
      children: children.length < columns ? [...children, cell([new Paragraph({})])] : children,
    });
  });
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: Array.from({ length: columns }, () => column),
    layout: TableLayoutType.FIXED,
    borders: {
      top: none,
      bottom: none,
      left: none,
      right: none,
      insideHorizontal: none,
      insideVertical: none,
    },
    rows,
  });
}

/** What the lines are, and what the axes show. */
export function chartKey(chart: ChartModel): Paragraph {
  const { lines, marks } = legendOf(chart);
  const at = (ms: number): string => clock(new Date(ms).toISOString());
  const small = { size: 17 };
  const named = (sign: string, color: string, name: string): TextRun[] => [
    word(`${sign} `, { ...small, color, bold: true }),
    word(`${name}    `, small),
  ];
  return new Paragraph({
    keepNext: true,
    spacing: { before: 60 },
    children: [
      ...lines.flatMap((what) =>
        named(
          lineLooks[what].dash.length > 0 ? '- -' : '—',
          lineLooks[what].colour.slice(1).toUpperCase(),
          what,
        ),
      ),
      ...marks.flatMap((kind) => named(kind === 'swap' ? '|' : '⁝', soft, kind)),
      word(`Across: ${at(chart.fromMs)} to ${at(chart.untilMs)} UTC. Up: messages.`, {
        ...small,
        color: soft,
      }),
    ],
  });
}

function panelOf(
  panel: ChartPanel,
  chart: ChartModel,
  label: string,
  size: { readonly width: number; readonly height: number },
): Paragraph[] {
  const last = panel.lines.map(({ what, points }) => {
    const value = points.findLast((point) => point.value !== undefined)?.value;
    return `${what} ${value === undefined ? 'not known' : count(value)}`;
  });
  const known = last.length === 0 ? 'not known' : last.join(', ');
  const altText = { name: `${label}: ${panel.title}`, description: `${panel.title}, at the end: ${known}` };
  const data = drawPlot(panel, chart, size, scale);
  return [
    new Paragraph({
      keepNext: true,
      children: [
        word(panel.title, { bold: true, size: 18 }),
        word(`  at the end: ${known}`, { size: 16, color: soft }),
      ],
    }),
    new Paragraph({
      keepNext: true,
      children: [new ImageRun({ type: 'png', data, transformation: size, altText })],
    }),
  ];
}
