import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  type FileChild,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  type TextRun,
  WidthType,
} from 'docx';
import type {
  Block,
  ChartBlock,
  CodeBlock,
  FigureBlock,
  QuestionBlock,
  Run,
  TableBlock,
} from '../document/model.ts';
import { code as codeColours } from '../pictures/palette.ts';
import { chartRows } from './chart-rows.ts';
import { terminalTable } from './terminal.ts';
import { monospace, soft, word, wordsOf } from './words.ts';

/** Of a page of A4 between its margins, in twentieths of a point. */
export const textWidth = 9_866;

export function fileChildren(block: Block): FileChild[] {
  switch (block.kind) {
    case 'text':
      return [
        new Paragraph({
          spacing: { after: 140 },
          children: wordsOf(block.runs, block.isNote ? { size: 18, color: soft } : {}),
        }),
      ];
    case 'list':
      return block.items.map((item) => new Paragraph({ bullet: { level: 0 }, children: wordsOf(item) }));
    case 'figure':
      return figureOf(block);
    case 'chart':
      return chartOf(block);
    case 'code':
      return codeOf(block);
    case 'table':
      return tableOf(block);
    case 'question':
      return questionOf(block);
  }
}

function captionOf(name: string, id: string, caption: readonly Run[], source?: string): Paragraph {
  const children: TextRun[] = [
    word(`${name}: `, { bold: true, size: 19 }),
    ...wordsOf(caption, { size: 19 }),
  ];
  return new Paragraph({
    spacing: { before: 80, after: 200 },
    children: [
      new Bookmark({ id, children }),
      ...(source === undefined ? [] : [word(` ${source}`, { size: 16, color: soft })]),
    ],
  });
}

function figureOf({ number, caption, pictures, source }: FigureBlock): FileChild[] {
  const drawn = pictures.flatMap(({ label, picture }): FileChild[] => [
    ...(label === undefined
      ? []
      : [new Paragraph({ keepNext: true, children: [word(label, { size: 18 })] })]),
    terminalTable(picture, textWidth),
  ]);
  return [...drawn, captionOf(`Figure ${number}`, `figure-${number}`, caption, source)];
}

/** The numbers of a chart: not every reader of DOCX draws one. */
function chartOf({ number, caption, chart, source }: ChartBlock): FileChild[] {
  const { columns, rows } = chartRows(chart);
  return [
    captionOf(`Figure ${number}`, `figure-${number}`, caption, source),
    gridOf({ columns, rows }),
    new Paragraph({ children: [] }),
  ];
}

const fills = { ' ': undefined, '@': 'E6E8EB', '+': 'DDF4E1', '-': 'FBE3E4' } as const;

function codeOf({ number, caption, lines }: CodeBlock): FileChild[] {
  return [
    ...lines.map(({ mark, runs }) => {
      const fill = fills[mark];
      return new Paragraph({
        spacing: { before: 0, after: 0 },
        indent: { left: 260, hanging: 260 },
        ...(fill === undefined ? {} : { shading: { type: ShadingType.CLEAR, color: 'auto', fill } }),
        children: [
          word(mark === '@' ? '' : `${mark} `, { font: monospace, size: 15 }),
          ...runs.map(({ text, look }) =>
            word(text, {
              font: monospace,
              size: 15,
              color: codeColours.light[look].slice(1).toUpperCase(),
              italics: look === 'comment',
              bold: mark === '@',
            }),
          ),
        ],
      });
    }),
    captionOf(`Code ${number}`, `code-${number}`, caption),
  ];
}

function gridOf({ columns, rows }: Pick<TableBlock, 'columns' | 'rows'>): Table {
  const widths = columns.map(({ share }) => Math.round((textWidth * share) / 100));
  const cell = (children: Paragraph[], index: number, isHead: boolean): TableCell =>
    new TableCell({
      width: { size: widths[index]!, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      ...(isHead ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'EEF0F3' } } : {}),
      children,
    });
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ title }, index) =>
      cell([new Paragraph({ children: [word(title, { bold: true, size: 18 })] })], index, true),
    ),
  });
  const body = rows.map(
    (row) =>
      new TableRow({
        cantSplit: true,
        children: row.map((lines, index) => {
          const alignment = columns[index]?.isNumber ? AlignmentType.RIGHT : AlignmentType.LEFT;
          const shown = lines.length === 0 ? [[]] : lines;
          return cell(
            shown.map((line) => new Paragraph({ alignment, children: wordsOf(line, { size: 18 }) })),
            index,
            false,
          );
        }),
      }),
  );
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    rows: [head, ...body],
  });
}

function tableOf({ number, caption, columns, rows }: TableBlock): FileChild[] {
  const title = new Paragraph({
    keepNext: true,
    spacing: { before: 160, after: 80 },
    children: [
      new Bookmark({
        id: `table-${number}`,
        children: [word(`Table ${number}: `, { bold: true, size: 19 }), ...wordsOf(caption, { size: 19 })],
      }),
    ],
  });
  return [title, gridOf({ columns, rows }), new Paragraph({ children: [] })];
}

function questionOf({ id, text, answer, remark, evidence }: QuestionBlock): FileChild[] {
  const border = { left: { style: BorderStyle.SINGLE, size: 18, space: 8, color: 'B8BEC8' } };
  return [
    new Paragraph({
      keepNext: true,
      spacing: { before: 160, after: 100 },
      children: [word(`Q ${id}: `, { bold: true }), ...wordsOf(text)],
    }),
    ...(answer === undefined
      ? []
      : [new Paragraph({ border, indent: { left: 240 }, children: wordsOf([{ text: answer }]) })]),
    new Paragraph({
      spacing: { before: 80, after: 80 },
      children: [word(remark, { size: 18, color: soft })],
    }),
    ...evidence.map(
      ({ step, text: line, source }) =>
        new Paragraph({
          bullet: { level: 0 },
          children: [
            word(line, { font: monospace, size: 16 }),
            word(` (step ${step}, ${source})`, { size: 18, color: soft }),
          ],
        }),
    ),
  ];
}
