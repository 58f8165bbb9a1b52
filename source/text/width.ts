import stringWidth from 'string-width';

const plainAscii = /^[\u0020-\u007e]*$/;
const segmenter = new Intl.Segmenter();

/** Terminal cells that a sanitised line takes. */
export function textWidth(line: string): number {
  return plainAscii.test(line) ? line.length : stringWidth(line);
}

/** The line cut to at most `cells`, the last cell a `…` where something was cut. Never splits a grapheme. */
export function truncate(line: string, cells: number): string {
  if (cells <= 0) return '';
  if (textWidth(line) <= cells) return line;
  return `${takeCells(line, cells - 1)}…`;
}

/** The longest prefix that fits into `cells`. */
export function takeCells(line: string, cells: number): string {
  if (plainAscii.test(line.slice(0, cells + 1))) return line.slice(0, cells);
  let used = 0;
  let result = '';
  for (const { segment } of segmenter.segment(line)) {
    const width = stringWidth(segment);
    if (used + width > cells) break;
    used += width;
    result += segment;
  }
  return result;
}

/** The line in pieces of at most `cells` each, cut at any grapheme; an empty line is one empty piece. */
export function wrapHard(line: string, cells: number): string[] {
  if (cells <= 0) return [line];
  if (textWidth(line) <= cells) return [line];
  const pieces: string[] = [];
  let rest = line;
  while (rest !== '') {
    const piece = takeCells(rest, cells) || [...segmenter.segment(rest)][0]!.segment;
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return pieces;
}

/** The line padded with spaces to `cells`, or cut. */
export function padCells(line: string, cells: number): string {
  const cut = truncate(line, cells);
  return cut + ' '.repeat(Math.max(0, cells - textWidth(cut)));
}
