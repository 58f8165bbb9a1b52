import type { SafeText } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { takeCells, textWidth, wrapHard } from '../../text/width.ts';
import { cleanText } from './fit.ts';
import { type Line, plainText, type Span } from './line.ts';

/** Prose wrapped at spaces; a word wider than `cells` is cut. Newlines in the text start new lines. */
export function wrapWords(text: string, cells: number): SafeText[] {
  if (cells <= 0) return [];
  return text
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(cleanText(paragraph), cells).map((row) => sanitizeLine(row)));
}

function wrapParagraph(text: string, cells: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (let word of text.split(' ').filter((part) => part !== '')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (textWidth(joined) <= cells) {
      current = joined;
      continue;
    }
    if (current !== '') lines.push(current);
    while (textWidth(word) > cells) {
      const piece = takeCells(word, cells);
      if (piece === '') return [...lines, word];
      lines.push(piece);
      word = word.slice(piece.length);
    }
    current = word;
  }
  lines.push(current);
  return lines;
}

/** A command at its spaces, in pieces that a shell still takes as one: each but the last ends in a backslash. */
export function wrapCommand(command: string, cells: number): string[] {
  const continued = command.includes("'") ? '' : ' \\';
  const rows = wrapWords(command, cells - continued.length);
  return rows.map((row, index) => (index < rows.length - 1 ? row + continued : row));
}

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
function sliceSpans(row: Line, from: number, to: number): Line {
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
