import { textWidth } from '../../text/width.ts';
import type { CommandId } from '../keys/bindings.ts';

/** What a theme gives a colour to: six that are called by name, and six for partitions. */
export type Colour =
  | 'red'
  | 'green'
  | 'yellow'
  | 'blue'
  | 'magenta'
  | 'cyan'
  | 'p0'
  | 'p1'
  | 'p2'
  | 'p3'
  | 'p4'
  | 'p5';

export interface Style {
  readonly colour?: Colour;
  readonly bold?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

/** A run of sanitised text in one style. */
export interface Span extends Style {
  readonly text: string;
  /** The command whose key this is, where it is one. */
  readonly command?: CommandId;
}

/** One row of the screen before it is cut to its pane. */
export type Line = readonly Span[];

export function span(text: string, style: Style = {}): Span {
  return { text, ...style };
}

/** A line from strings and spans. */
export function line(...parts: readonly (string | Span)[]): Line {
  return parts.map((part) => (typeof part === 'string' ? { text: part } : part));
}

export function plainText(row: Line): string {
  return row.map((part) => part.text).join('');
}

export function lineWidth(row: Line): number {
  return row.reduce((sum, part) => sum + textWidth(part.text), 0);
}

export const emptyLine: Line = [];
