import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  type FileChild,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  type TextRun,
  WidthType,
} from 'docx';
import { piecesOf } from '../document/figure-pieces.ts';
import type {
  Block,
  ChartBlock,
  CodeBlock,
  FigureBlock,
  QuestionBlock,
  Run,
  TableBlock,
} from '../document/model.ts';
import { isShortQuestion } from '../document/question-height.ts';
import { isShort } from '../document/table-height.ts';
import { code as codeColours } from '../pictures/palette.ts';
import { chartKey, chartTable } from './chart.ts';
import { Filler } from './filler.ts';
import { keptTogether } from './kept-together.ts';
import { terminalTable } from './terminal.ts';
import { monospace, soft, word, wordsOf } from './words.ts';

/** Of a page of A4 between its margins, in twentieths of a point. */
export const textWidth = 9_866;

/** In twentieths of a point, as all spacing. */
const afterText = 140;

/** `leads`: a text that stays with what follows it. */
export function fileChildren(block: Block, leads = false): FileChild[] {
  switch (block.kind) {
    case 'text':
      return [
        new Paragraph({
          keepNext: leads,
          spacing: { after: afterText },
          children: wordsOf(block.runs, block.isNote ? { size: 18, color: soft } : {}),
        }),
      ];
    case 'list':
      return block.items.map(
        (item, index) =>
          new Paragraph({
            bullet: { level: 0 },
            spacing: { after: index === block.items.length - 1 ? afterText : 0 },
            children: wordsOf(item),
          }),
      );
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

function captionOf(
  name: string,
  id: string | undefined,
  caption: readonly Run[],
  source?: string,
): Paragraph {
  const children: TextRun[] = [
    word(`${name}: `, { bold: true, size: 19 }),
    ...wordsOf(caption, { size: 19 }),
  ];
  return new Paragraph({
    keepLines: true,
    spacing: { before: 80, after: 200 },
    children: [
      ...(id === undefined ? children : [new Bookmark({ id, children })]),
      ...(source === undefined ? [] : [word(` ${source}`, { size: 16, color: soft })]),
    ],
  });
}

/** The list of figures names the page on which a figure begins: the caption of its first piece is what it leads to. */
function figureOf(figure: FigureBlock): FileChild[] {
  const { number, title, caption, source } = figure;
  const pieces = piecesOf(figure);
  const drawn = pieces.map((piece, index) => {
    const isLast = index === pieces.length - 1;
    const said = isLast ? caption : [{ text: `${title}. It is continued.` }];
    const name = index === 0 ? `Figure ${number}` : `Figure ${number}, continued`;
    return [
      ...piece.flatMap(picturesOf),
      captionOf(name, index === 0 ? `figure-${number}` : undefined, said, isLast ? source : undefined),
    ];
  });
  return keptTogether(drawn, textWidth);
}

function picturesOf({ label, picture }: FigureBlock['pictures'][number]): (Paragraph | Table)[] {
  const drawn = terminalTable(picture, textWidth);
  if (label === undefined) return [drawn];
  return [new Paragraph({ keepNext: true, children: [word(label, { size: 18 })] }), drawn];
}

function chartOf({ number, title, caption, chart, source }: ChartBlock): FileChild[] {
  const drawn = [
    chartTable(chart, `Figure ${number}: ${title}`, textWidth),
    chartKey(chart),
    captionOf(`Figure ${number}`, `figure-${number}`, caption, source),
  ];
  return keptTogether([drawn], textWidth);
}

const fills = { ' ': undefined, '@': 'E6E8EB', '+': 'DDF4E1', '-': 'FBE3E4' } as const;

function codeOf({ number, caption, lines }: CodeBlock): FileChild[] {
  // The list of code names the page on which it begins: a listing may be pages long.
  const begins = (children: TextRun[]): ParagraphChild[] => [
    new Bookmark({ id: `code-${number}`, children }),
  ];
  return [
    ...lines.map(({ mark, runs }, index) => {
      const fill = fills[mark];
      const first = word(mark === '@' ? '' : `${mark} `, { font: monospace, size: 15 });
      return new Paragraph({
        spacing: { before: 0, after: 0 },
        indent: { left: 260, hanging: 260 },
        ...(fill === undefined ? {} : { shading: { type: ShadingType.CLEAR, color: 'auto', fill } }),
        children: [
          ...(index === 0 ? begins([first]) : [first]),
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
    captionOf(`Code ${number}`, lines.length === 0 ? `code-${number}` : undefined, caption),
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
      cell(
        [new Paragraph({ keepNext: true, children: [word(title, { bold: true, size: 18 })] })],
        index,
        true,
      ),
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

function tableOf(table: TableBlock): FileChild[] {
  const { number, caption } = table;
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
  // What a cell ends with cannot be a table.
  if (isShort(table)) return keptTogether([[title, gridOf(table), new Filler(20)]], textWidth);
  return [title, gridOf(table), new Filler(260)];
}

/** What follows a short answer stays together: LibreOffice parts longer chains, and the last line alone would take a page. */
function questionOf(question: QuestionBlock): FileChild[] {
  const { id, text, answer, remark, evidence } = question;
  const isShort = isShortQuestion(question);
  const border = { left: { style: BorderStyle.SINGLE, size: 18, space: 8, color: 'B8BEC8' } };
  return [
    new Paragraph({
      keepNext: true,
      spacing: { before: 160, after: 100 },
      children: [word(`Q ${id}: `, { bold: true }), ...wordsOf(text)],
    }),
    ...(answer === undefined
      ? []
      : [
          new Paragraph({
            border,
            indent: { left: 240 },
            children: wordsOf([{ text: answer }]),
          }),
        ]),
    new Paragraph({
      keepNext: isShort && evidence.length > 0,
      spacing: { before: 80, after: 80 },
      children: [word(remark, { size: 18, color: soft })],
    }),
    ...(evidence.length === 0
      ? []
      : [
          new Paragraph({
            keepNext: true,
            spacing: { before: 80, after: 40 },
            children: [word('What this session recorded:', { size: 18, color: soft })],
          }),
        ]),
    ...evidence.map(
      ({ step, text: line, source }, index) =>
        new Paragraph({
          bullet: { level: 0 },
          keepNext: isShort && index < evidence.length - 1,
          keepLines: isShort,
          spacing: { after: index === evidence.length - 1 ? afterText : 0 },
          children: [
            word(line, { font: monospace, size: 16 }),
            word(` (step ${step}, ${source})`, { size: 18, color: soft }),
          ],
        }),
    ),
  ];
}
