import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../source/report/document/blocks-of.ts';
import { type FigurePiece, piecesOf } from '../../../source/report/document/figure-pieces.ts';
import type { FigureBlock } from '../../../source/report/document/model.ts';
import type { TerminalRow } from '../../../source/report/document/terminal-picture.ts';
import { documentOf } from './recorded.ts';

/** What a piece takes of a page, all of it in millimetres. */
interface Paper {
  readonly page: number;
  readonly row: number;
  readonly aroundPiece: number;
  readonly captionLine: number;
  readonly lettersInLine: number;
}

/** A4 as the style for print and the DOCX lay it out, with DejaVu Sans, which is wider than most. */
const papers: readonly (readonly [string, Paper])[] = [
  ['print', { page: 259, row: 3.62, aroundPiece: 10, captionLine: 5, lettersInLine: 95 }],
  ['DOCX', { page: 261, row: 3.35, aroundPiece: 9, captionLine: 4, lettersInLine: 95 }],
];

const typed: TerminalRow = [
  { text: '$ ', look: 'prompt' },
  { text: 'kubectl get pods', look: 'command' },
];
const rowsOf = (count: number, everyCommand = 12): TerminalRow[] =>
  Array.from({ length: count }, (_, row) =>
    row % everyCommand === 0 ? typed : [{ text: `row ${row}`, look: 'output' }],
  );

const figure = (pictures: FigureBlock['pictures'], letters = 200): FigureBlock => ({
  kind: 'figure',
  number: 6,
  title: 'Logs',
  caption: [{ text: 'x'.repeat(letters) }],
  source: 'Journal entry 7.',
  pictures,
});
const ofRows = (count: number, letters?: number): FigureBlock =>
  figure([{ picture: { columns: 104, rows: rowsOf(count) } }], letters);

function heightOf(piece: FigurePiece, { caption, source }: FigureBlock, paper: Paper): number {
  const rows = piece.reduce((sum, { label, picture }) => sum + picture.rows.length + (label ? 2 : 0), 0);
  const letters = [...caption, { text: source }].reduce((sum, { text }) => sum + text.length, 0);
  return rows * paper.row + paper.aroundPiece + Math.ceil(letters / paper.lettersInLine) * paper.captionLine;
}

describe.each(papers)('a figure in %s', (_, paper) => {
  it('has no piece of more than half a page, however long it and its caption are', () => {
    for (const letters of [20, 100, 250, 400, 700])
      for (let rows = 1; rows < 140; rows++) {
        const long = ofRows(rows, letters);
        for (const piece of piecesOf(long))
          expect(heightOf(piece, long, paper)).toBeLessThanOrEqual(paper.page / 2);
      }
  });

  it('leaves pages at least half full, wherever on a page it begins', () => {
    const figures = blocksOf(documentOf()).filter((block) => block.kind === 'figure');
    for (let first = 0; first < paper.page; first += 7) {
      const heights = figures.flatMap((each) => piecesOf(each).map((piece) => heightOf(piece, each, paper)));
      for (const full of pagesOf([first, ...heights], paper.page).slice(0, -1))
        expect(full / paper.page).toBeGreaterThanOrEqual(0.5);
    }
  });
});

/** How full the pages are on which pieces stand one below another, each moved on where it does not fit. */
function pagesOf(heights: readonly number[], page: number): number[] {
  const pages = [0];
  for (const height of heights) {
    const full = pages.at(-1)! + height;
    if (full <= page) pages.splice(-1, 1, full);
    else pages.push(height);
  }
  return pages;
}

describe('a figure of more than half a page', () => {
  it('has all its rows in its pieces, in their order', () => {
    const rows = rowsOf(100, 7);
    const pieces = piecesOf(figure([{ picture: { columns: 104, rows } }]));
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.flat().flatMap(({ picture }) => picture.rows)).toEqual(rows);
  });

  it('is divided before a command', () => {
    for (const piece of piecesOf(ofRows(45))) expect(piece[0]!.picture.rows[0]).toBe(typed);
  });

  it('is divided in even pieces where one command printed it all', () => {
    const one = piecesOf(figure([{ picture: { columns: 104, rows: rowsOf(45, 100) } }]));
    expect(one.map(([piece]) => piece!.picture.rows.length)).toEqual([23, 22]);
  });

  it('is divided between two runs, and each has its label once', () => {
    const picture = { columns: 104, rows: rowsOf(22) };
    const pieces = piecesOf(
      figure([
        { label: 'First pass', picture },
        { label: 'Last run', picture },
      ]),
    );
    expect(pieces.map(([piece]) => piece!.label)).toEqual(['First pass', 'Last run']);
  });
});

it('a figure of less than half a page stays together', () => {
  expect(piecesOf(ofRows(20))).toHaveLength(1);
  expect(piecesOf(figure([]))).toEqual([[]]);
});
