import type { Segment } from './raster.ts';

interface Glyph {
  readonly advance: number;
  /** Paths of x and y in turns; a digit is 4 wide and 6 high, and y grows downwards. */
  readonly paths: readonly (readonly number[])[];
}

const digit = (...paths: readonly (readonly number[])[]): Glyph => ({ advance: 5.6, paths });
const narrow = (...paths: readonly (readonly number[])[]): Glyph => ({ advance: 2.4, paths });

/** What the numbers and times on an axis need. */
const glyphs: Readonly<Record<string, Glyph>> = {
  0: digit([1.2, 0, 2.8, 0, 4, 1.5, 4, 4.5, 2.8, 6, 1.2, 6, 0, 4.5, 0, 1.5, 1.2, 0]),
  1: digit([0.8, 1.2, 2.2, 0, 2.2, 6], [0.8, 6, 3.6, 6]),
  2: digit([0.1, 1.4, 1.2, 0, 2.8, 0, 3.9, 1.2, 3.9, 2.2, 0, 6, 4, 6]),
  3: digit(
    [0.2, 0.7, 1.3, 0, 2.7, 0, 3.7, 1, 3.7, 1.9, 2.7, 2.8, 1.5, 2.8],
    [2.7, 2.8, 4, 3.9, 4, 4.9, 2.8, 6, 1.2, 6, 0, 5.2],
  ),
  4: digit([3, 6, 3, 0, 0, 4.2, 4, 4.2]),
  5: digit([3.7, 0, 0.6, 0, 0.4, 2.7, 1.5, 2.3, 2.7, 2.3, 4, 3.5, 4, 4.7, 2.8, 6, 1.2, 6, 0.1, 5.3]),
  6: digit([
    3.6, 0.6, 2.8, 0, 1.4, 0, 0, 1.7, 0, 4.6, 1.2, 6, 2.8, 6, 4, 4.8, 4, 3.7, 2.8, 2.5, 1.2, 2.5, 0, 3.7,
  ]),
  7: digit([0, 0, 4, 0, 1.5, 6]),
  8: digit(
    [1.3, 2.8, 0.3, 1.9, 0.3, 1, 1.3, 0, 2.7, 0, 3.7, 1, 3.7, 1.9, 2.7, 2.8, 1.3, 2.8],
    [1.3, 2.8, 0, 4, 0, 4.9, 1.2, 6, 2.8, 6, 4, 4.9, 4, 4, 2.7, 2.8],
  ),
  9: digit([
    0.4, 5.4, 1.2, 6, 2.6, 6, 4, 4.3, 4, 1.4, 2.8, 0, 1.2, 0, 0, 1.2, 0, 2.3, 1.2, 3.5, 2.8, 3.5, 4, 2.3,
  ]),
  ',': narrow([0.9, 5.6, 0.4, 7.2]),
  ':': narrow([0.6, 1.8, 0.6, 1.8], [0.6, 5.2, 0.6, 5.2]),
};
const gap = 1.6;

/** How high a digit is, by its unit. */
export const strokeHeight = 6;

/** `unit`: pixels for each of the sixths of which a digit is high. */
export function strokeWidth(text: string, unit: number): number {
  const advances = [...text].map((sign) => glyphs[sign]?.advance ?? gap);
  return (advances.reduce((sum, advance) => sum + advance, 0) - gap) * unit;
}

/** Digits, commas and colons as lines, from their left upper corner on: a picture needs no font for them. */
export function strokeText(text: string, left: number, top: number, unit: number): Segment[] {
  let at = left;
  return [...text].flatMap((sign) => {
    const glyph = glyphs[sign];
    const from = at;
    at += (glyph?.advance ?? gap) * unit;
    return (glyph?.paths ?? []).flatMap((path): Segment[] =>
      Array.from({ length: path.length / 2 - 1 }, (_, index) => {
        const [x1, y1, x2, y2] = path.slice(index * 2, index * 2 + 4) as [number, number, number, number];
        return [from + x1 * unit, top + y1 * unit, from + x2 * unit, top + y2 * unit];
      }),
    );
  });
}
