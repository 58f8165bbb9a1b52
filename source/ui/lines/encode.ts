import type { Theme } from '../theme/theme.ts';
import type { Line, Span } from './line.ts';

/** A line as text with SGR sequences. Without colours, bold, underline and inverse stay: they are none. */
export function encodeLine(row: Line, { foreground, ground }: Theme): string {
  const text = row.map((part) => encodeSpan(part, foreground, ground?.[0] ?? '39')).join('');
  return ground ? `\u001b[${ground.join(';')}m${text}\u001b[39;49m` : text;
}

function encodeSpan(part: Span, foreground: Theme['foreground'], plain: string): string {
  if (part.text === '') return '';
  let text = part.text;
  if (foreground && part.colour) text = `\u001b[${foreground[part.colour]}m${text}\u001b[${plain}m`;
  if (part.bold) text = `\u001b[1m${text}\u001b[22m`;
  if (part.underline) text = `\u001b[4m${text}\u001b[24m`;
  if (part.inverse) text = `\u001b[7m${text}\u001b[27m`;
  return text;
}
