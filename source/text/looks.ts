/** A colour as programs give it: one of a terminal's 256 by its number, or `#rrggbb`. */
export type Colour = number | `#${string}`;

/** How a program wants text to look; backgrounds are not among it. */
export interface TextStyle {
  readonly colour?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly underline?: boolean;
}

/** The style of a part of a line; places are in UTF-16 units. */
export interface Look extends TextStyle {
  readonly from: number;
  readonly length: number;
}

/** The same in a text of several lines, counted from 0. */
export interface LineLook extends Look {
  readonly line: number;
}

/** Of one line. What is beyond looks plain. */
export const mostLooksOfLine = 64;

export const isColour = (value: unknown): value is Colour =>
  isByte(value) || (typeof value === 'string' && /^#[\da-f]{6}$/.test(value));

export const isByte = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;

/** Where the looks of a line are once its tabs are spaces; they are in order, and do not overlap. */
export function looksWithoutTabs(line: string, looks: readonly Look[]): readonly Look[] {
  if (looks.length === 0 || !line.includes('\t')) return looks;
  let column = 0;
  let done = 0;
  const columnAt = (at: number): number => {
    for (; done < at; done++) column += line[done] === '\t' ? 8 - (column % 8) : 1;
    return column;
  };
  return looks.map((look) => {
    const from = columnAt(look.from);
    return { ...look, from, length: columnAt(look.from + look.length) - from };
  });
}

/** The looks of each of several lines, as those of the text that they make. */
export function looksOfLines(lines: readonly { readonly looks: readonly Look[] }[]): LineLook[] {
  return lines.flatMap(({ looks }, line) => looks.map((look) => ({ line, ...look })));
}
