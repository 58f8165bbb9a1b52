import type { SafeText } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { takeCells, textWidth } from '../../text/width.ts';
import { cleanText } from './cut.ts';

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
