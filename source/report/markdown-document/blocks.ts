import type { SafeText } from '../../text/safe-text.ts';
import type {
  Block,
  ChartBlock,
  CodeBlock,
  FigureBlock,
  QuestionBlock,
  Run,
  TableBlock,
} from '../document/model.ts';
import {
  code,
  fenced,
  joinMarkdown,
  linkTarget,
  type Markdown,
  md,
  noMarkdown,
  quoted,
} from '../markdown-text.ts';
import { drawChart } from '../pictures/chart-svg.ts';
import { drawTerminal } from '../pictures/terminal-svg.ts';

export interface Pictures {
  /** Keeps a picture; returns its path from the document. */
  add(name: string, picture: SafeText): string;
}

/** On the light ground of most readers, and legible on a dark one. */
const ink = '#6e7681';

/** The lines of a block. */
export function renderBlock(block: Block, pictures: Pictures): readonly Markdown[] {
  switch (block.kind) {
    case 'text':
      return [block.isNote ? md`<sub>${runsOf(block.runs)}</sub>` : runsOf(block.runs)];
    case 'list':
      return block.items.map((item) => md`- ${runsOf(item)}`);
    case 'figure':
      return figureOf(block, pictures);
    case 'chart':
      return chartOf(block, pictures);
    case 'code':
      return codeOf(block);
    case 'table':
      return tableOf(block);
    case 'question':
      return questionOf(block);
  }
}

function runsOf(runs: readonly Run[]): Markdown {
  return joinMarkdown(runs.map(({ text, code: isCode }) => (isCode ? code(text) : md`${text}`)));
}

function figureOf({ number, caption, pictures, source }: FigureBlock, files: Pictures): Markdown[] {
  const drawn = pictures.flatMap(({ label, picture }, index): Markdown[] => {
    const part = pictures.length > 1 ? `-${index + 1}` : '';
    const path = files.add(
      `figure-${String(number).padStart(2, '0')}${part}.svg`,
      drawTerminal(picture, `Figure ${number}`).text,
    );
    const image = md`![Figure ${number}](${linkTarget(path)})`;
    return label === undefined ? [image, noMarkdown] : [md`${label}:`, noMarkdown, image, noMarkdown];
  });
  return [...drawn, md`**Figure ${number}:** ${runsOf(caption)} <sub>${source}</sub>`];
}

function chartOf({ number, caption, chart, source }: ChartBlock, files: Pictures): Markdown[] {
  const path = files.add(
    `figure-${String(number).padStart(2, '0')}.svg`,
    drawChart(chart, `Figure ${number}`, ink).text,
  );
  return [
    md`![Figure ${number}](${linkTarget(path)})`,
    noMarkdown,
    md`**Figure ${number}:** ${runsOf(caption)} <sub>${source}</sub>`,
  ];
}

function codeOf({ number, caption, lines }: CodeBlock): Markdown[] {
  const text = lines.map(({ mark, runs }) => `${mark}${runs.map((run) => run.text).join('')}`).join('\n');
  return [fenced(text, 'diff'), noMarkdown, md`**Code ${number}:** ${runsOf(caption)}`];
}

function tableOf({ number, caption, columns, rows }: TableBlock): Markdown[] {
  const row = (cells: readonly Markdown[]): Markdown =>
    md`| ${joinMarkdown(cells.flatMap((cell, index) => (index === 0 ? [cell] : [md` | `, cell])))} |`;
  return [
    md`**Table ${number}:** ${runsOf(caption)}`,
    noMarkdown,
    row(columns.map(({ title }) => md`${title}`)),
    row(columns.map(({ isNumber }) => (isNumber ? md`---:` : md`---`))),
    ...rows.map((cells) => row(cells.map((cell) => joinMarkdown(cell.map(runsInCell), '<br>')))),
  ];
}

/** A bar ends a cell even within code, so code with one is plain text. */
function runsInCell(runs: readonly Run[]): Markdown {
  return runsOf(runs.map((run) => (run.text.includes('|') ? { text: run.text } : run)));
}

function questionOf({ id, text, answer, remark, evidence }: QuestionBlock): Markdown[] {
  return [
    md`**Q ${id}:** ${runsOf(text)}`,
    noMarkdown,
    ...(answer === undefined ? [] : [quoted(answer), noMarkdown]),
    md`<sub>${remark}</sub>`,
    ...(evidence.length === 0
      ? []
      : [
          noMarkdown,
          md`What this session recorded:`,
          noMarkdown,
          ...evidence.map((each) => md`- ${code(each.text)} (step ${each.step}, ${each.source})`),
        ]),
  ];
}
