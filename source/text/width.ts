import stringWidth from 'string-width';

/**
 * Text in which every UTF-16 unit is one grapheme of one cell: printable ASCII, Latin, Greek and Cyrillic letters, dashes,
 * bullets, arrows, box drawing, blocks and the signs that the screen draws with. Loading what knows about all other text
 * costs a program's start a tenth of a second.
 */
const singleCells =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u2193\u22ee\u23ce\u2500-\u259f\u25b6\u25b8\u25cb\u25cf-\u25d3\u2713-\u2718\u270e]*$/;
const segmenter = new Intl.Segmenter();

/** Cells of graphemes met before; emptied when full, so that hostile text cannot make it grow. */
const knownWidths = new Map<string, number>();
const mostKnown = 4_096;
/** A grapheme longer than this is not remembered: combining marks can make one of any length. */
const longestKnown = 16;

function graphemeWidth(grapheme: string): number {
  if (grapheme.length > longestKnown) return stringWidth(grapheme);
  let width = knownWidths.get(grapheme);
  if (width === undefined) {
    width = stringWidth(grapheme);
    if (knownWidths.size >= mostKnown) knownWidths.clear();
    knownWidths.set(grapheme, width);
  }
  return width;
}

/** Whether every UTF-16 unit of a text is one grapheme of one cell. False for some text of which that is true. */
export function isSingleCells(text: string): boolean {
  return singleCells.test(text);
}

/** Terminal cells that a sanitised line takes. */
export function textWidth(line: string): number {
  if (singleCells.test(line)) return line.length;
  let width = 0;
  for (const { segment } of segmenter.segment(line)) width += graphemeWidth(segment);
  return width;
}

/** The line cut to at most `cells`, the last cell a `…` where something was cut. Never splits a grapheme. */
export function truncate(line: string, cells: number): string {
  if (cells <= 0) return '';
  if (textWidth(line) <= cells) return line;
  return `${takeCells(line, cells - 1)}…`;
}

/** The longest prefix that fits into `cells`. */
export function takeCells(line: string, cells: number): string {
  if (singleCells.test(line.slice(0, cells + 1)) && startsGrapheme(line.charCodeAt(cells + 1)))
    return line.slice(0, cells);
  let used = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(line)) {
    used += graphemeWidth(segment);
    if (used > cells) break;
    end = index + segment.length;
  }
  return line.slice(0, end);
}

/** Whether a unit after single-cell text cannot belong to the grapheme before it; NaN is the end of the text. */
function startsGrapheme(unit: number): boolean {
  return Number.isNaN(unit) || (unit >= 0x20 && unit < 0x300);
}

/** The line in pieces of at most `cells` each, cut at any grapheme; an empty line is one empty piece. */
export function wrapHard(line: string, cells: number): string[] {
  return pieces(line, cells, (piece) => piece);
}

/** The same, after a blank where there is one in the second half of a piece: no word is torn that need not be. */
export function wrapAtBlanks(line: string, cells: number): string[] {
  return pieces(line, cells, (piece, rest) => {
    const blank = piece.lastIndexOf(' ');
    const isTorn = rest.length > piece.length && rest[piece.length] !== ' ' && !piece.endsWith(' ');
    return isTorn && blank >= piece.length / 2 ? piece.slice(0, blank + 1) : piece;
  });
}

function pieces(line: string, cells: number, shorten: (piece: string, rest: string) => string): string[] {
  if (cells <= 0) return [line];
  if (textWidth(line) <= cells) return [line];
  const all: string[] = [];
  let rest = line;
  while (rest !== '') {
    const piece = shorten(takeCells(rest, cells) || [...segmenter.segment(rest)][0]!.segment, rest);
    all.push(piece);
    rest = rest.slice(piece.length);
  }
  return all;
}
