import { takeCells, wrapHard } from '../../text/width.ts';
import { cleanText } from '../text/cut.ts';
import { type Line, plainText, type Span } from './line.ts';

/** A styled line in pieces of at most `cells`, cut anywhere, later pieces indented by `indent` spaces. */
export function wrapLine(row: Line, cells: number, indent = 0): Line[] {
  const clean = row.map((part) => ({ ...part, text: cleanText(part.text) }));
  const text = plainText(clean);
  const first = takeCells(text, cells);
  if (first.length === text.length) return [clean];
  const pieces = [first, ...wrapHard(text.slice(first.length), Math.max(1, cells - indent))];
  let from = 0;
  return pieces.map((piece, index) => {
    const cut = sliceSpans(clean, from, from + piece.length);
    from += piece.length;
    return index === 0 || indent === 0 ? cut : [{ text: ' '.repeat(indent) }, ...cut];
  });
}

/** The spans of the plain text's code units `from` to `to`. */
export function sliceSpans(row: Line, from: number, to: number): Line {
  const result: Span[] = [];
  let at = 0;
  for (const part of row) {
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, part.text.length);
    if (start < end) result.push({ ...part, text: part.text.slice(start, end) });
    at += part.text.length;
    if (at >= to) break;
  }
  return result;
}
