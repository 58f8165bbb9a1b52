import { textWidth } from '../../text/width.ts';
import type { Style } from '../theme/colours.ts';

/** A run of sanitised text in one style. */
export interface Span extends Style {
  readonly text: string;
}

/** One row of a log, before it is cut to its pane. */
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
