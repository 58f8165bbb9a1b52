import type { Colour, Line, Span } from './line.ts';

const foreground: Readonly<Record<Colour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
};

/** A line as text with SGR sequences. Without `colour`, bold, underline and inverse stay: they are no colours. */
export function encodeLine(row: Line, colour: boolean): string {
  return row.map((part) => encodeSpan(part, colour)).join('');
}

function encodeSpan(part: Span, colour: boolean): string {
  if (part.text === '') return '';
  let text = part.text;
  if (colour && part.colour) text = `\u001b[${foreground[part.colour]}m${text}\u001b[39m`;
  if (part.bold) text = `\u001b[1m${text}\u001b[22m`;
  if (part.underline) text = `\u001b[4m${text}\u001b[24m`;
  if (part.inverse) text = `\u001b[7m${text}\u001b[27m`;
  return text;
}
