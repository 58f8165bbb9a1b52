import { textWidth } from '../../text/width.ts';
import { mostColumns, type TerminalPicture, type TerminalRow } from '../document/terminal-picture.ts';
import { blanksKept, type Html, html } from '../html-text.ts';
import { terminal } from './palette.ts';
import { inkOf } from './terminal-ink.ts';

const cell = { width: 7.2, height: 16 };
const margin = 10;

/** A terminal as SVG. Its rows have the same height in every picture: a narrow terminal is a narrow picture. */
export function drawTerminal({ columns, rows }: TerminalPicture, label: string): Html {
  const width = round(columns * cell.width + 2 * margin);
  const height = rows.length * cell.height + 2 * margin;
  const share = round((100 * width) / (mostColumns * cell.width + 2 * margin));
  return html`<svg class="terminal" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${share}%" role="img" aria-label="${label}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="12">
<rect width="${width}" height="${height}" rx="5" fill="${terminal.ground}"/>
${rows.map((row, index) => drawRow(row, index))}</svg>
`;
}

function drawRow(row: TerminalRow, index: number): Html {
  let column = 0;
  const y = margin + index * cell.height + 12;
  return html`${row.map((span) => {
    const { text } = span;
    const x = round(margin + column * cell.width);
    const cells = textWidth(text);
    column += cells;
    if (text.trim() === '') return undefined;
    const { colour, bold, italic, underline } = inkOf(span);
    const weight = bold ? html` font-weight="bold"` : undefined;
    const slant = italic ? html` font-style="italic"` : undefined;
    const line = underline ? html` text-decoration="underline"` : undefined;
    // Blanks that do not collapse, and a fixed width: columns stay columns in every font.
    return html`<text x="${x}" y="${y}" textLength="${round(cells * cell.width)}" lengthAdjust="spacingAndGlyphs" fill="${colour}"${weight}${slant}${line}>${blanksKept(text)}</text>
`;
  })}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
