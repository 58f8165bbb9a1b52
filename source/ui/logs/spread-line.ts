import { takeCells, wrapAtBlanks } from '../../text/width.ts';
import { cleanText } from '../text/cut.ts';
import { type Line, plainText, span } from './line.ts';
import { sliceSpans } from './wrap-line.ts';

/** Tells the later rows of a line from the lines below it. */
const indent = '  ';
/** No grapheme of real text is longer than this: further on, a row does not end. */
const unitsPerCell = 8;

/** A line in at most `most` rows. Where these are too few, the last one is wider than `cells`, so that it shows as cut. */
export function spreadLine(row: Line, cells: number, most: number): Line[] {
  const clean = row.map((part) => ({ ...part, text: cleanText(part.text) }));
  const text = plainText(clean);
  if (most <= 1 || cells <= indent.length || takeCells(text, cells).length === text.length) return [clean];
  const rows: Line[] = [];
  let from = 0;
  while (rows.length < most) {
    const lead = rows.length === 0 ? '' : indent;
    const rest = text.slice(from);
    const near = rest.slice(0, cells * unitsPerCell);
    const [piece = ''] = rows.length === most - 1 ? [rest] : wrapAtBlanks(near, cells - lead.length);
    const shown = sliceSpans(clean, from, from + piece.length);
    rows.push(lead === '' ? shown : [span(lead), ...shown]);
    from += piece.length;
    while (text[from] === ' ') from += 1;
    if (from >= text.length) break;
  }
  return rows;
}
