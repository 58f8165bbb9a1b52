import { Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, WidthType } from 'docx';
import type { TerminalPicture, TerminalRow } from '../document/terminal-picture.ts';
import { terminal } from '../pictures/palette.ts';
import { inkOf } from '../pictures/terminal-ink.ts';
import { monospace, word } from './words.ts';

/** In half points: 104 columns are as wide as a page. */
const size = 15;
const lineHeight = 190;

const hex = (colour: string): string => colour.slice(1).toUpperCase();

/** A terminal as coloured text on a dark ground, which stays together on a page. */
export function terminalTable({ rows }: TerminalPicture, width: number): Table {
  const shading = { type: ShadingType.CLEAR, color: 'auto', fill: hex(terminal.ground) };
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: [width],
    layout: TableLayoutType.FIXED,
    rows: [
      new TableRow({
        cantSplit: true,
        children: [
          new TableCell({
            shading,
            margins: { top: 100, bottom: 100, left: 120, right: 60 },
            children: rows.map(paragraphOf),
          }),
        ],
      }),
    ],
  });
}

function paragraphOf(row: TerminalRow): Paragraph {
  return new Paragraph({
    keepNext: true,
    spacing: { before: 0, after: 0, line: lineHeight, lineRule: 'exact' },
    children: row.map((span) => {
      const { colour, bold, italic, underline } = inkOf(span);
      const look = { font: monospace, size, color: hex(colour), bold, italics: italic };
      return word(span.text, underline ? { ...look, underline: {} } : look);
    }),
  });
}
