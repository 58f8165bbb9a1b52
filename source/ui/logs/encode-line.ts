import { sanitizeLine } from '../../text/sanitize.ts';
import { joinStyled, type StyledText, withStyle } from '../../text/styled-text.ts';
import type { Theme } from '../theme/theme.ts';
import type { Line, Span } from './line.ts';

/**
 * A line as text with SGR sequences. Every text passes through here on its way to the screen and is sanitised, whatever its origin.
 * Without colours, bold, underline and inverse remain.
 */
export function encodeLine(row: Line, { foreground, ground }: Theme): StyledText {
  const text = joinStyled(row.map((part) => encodeSpan(part, foreground, ground?.[0] ?? '39')));
  return ground ? withStyle(ground.join(';'), text, '39;49') : text;
}

function encodeSpan(part: Span, foreground: Theme['foreground'], plain: string): StyledText {
  let text: StyledText = sanitizeLine(part.text);
  if (text === '') return text;
  if (foreground && part.colour) text = withStyle(foreground[part.colour], text, plain);
  if (part.bold) text = withStyle('1', text, '22');
  if (part.underline) text = withStyle('4', text, '24');
  if (part.inverse) text = withStyle('7', text, '27');
  return text;
}
