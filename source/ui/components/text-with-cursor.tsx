import type { ReactElement } from 'react';
import { safe, trusted } from '../../text/safe-text.ts';
import { Text } from '../text/text.tsx';
import { cursorRight } from '../typing/edits.ts';
import type { TypedText } from '../typing/typed-text.ts';

/**
 * Typed text without line breaks; the character at the cursor is inverse, or a blank behind the last one. A function, not a component: a
 * footer measures what it holds.
 */
export function textWithCursor({ text, cursor }: TypedText, style: { bold?: boolean } = {}): ReactElement {
  const next = cursorRight({ text, cursor }).cursor;
  return (
    <Text {...style}>
      {safe`${text.slice(0, cursor)}`}
      <Text inverse>{cursor < text.length ? safe`${text.slice(cursor, next)}` : trusted(' ')}</Text>
      {safe`${text.slice(next)}`}
    </Text>
  );
}
