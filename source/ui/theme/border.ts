import type { BoxProps } from 'ink';
import { type SafeText, trusted } from '../../text/safe-text.ts';
import { type StyledText, withStyle } from '../../text/styled-text.ts';
import type { Theme } from './theme.ts';

export type BorderStyle = Exclude<NonNullable<BoxProps['borderStyle']>, string>;

/**
 * Ink's border `single`, bold and coloured for the focused pane. Ink can colour a border but cannot make it bold, which is how a theme
 * without colours shows the focus, and it ignores the theme's background: so the pieces carry the styles.
 */
export function borderStyle(theme: Theme, focused: boolean): BorderStyle {
  const piece = (text: SafeText): StyledText => styled(theme, focused, text);
  return {
    topLeft: piece(trusted('┌')),
    top: piece(trusted('─')),
    topRight: piece(trusted('┐')),
    left: piece(trusted('│')),
    right: piece(trusted('│')),
    bottomLeft: piece(trusted('└')),
    bottom: piece(trusted('─')),
    bottomRight: piece(trusted('┘')),
  };
}

function styled({ foreground, ground }: Theme, focused: boolean, text: SafeText): StyledText {
  let piece: StyledText = text;
  if (focused && foreground) piece = withStyle(foreground.cyan, piece, ground?.[0] ?? '39');
  if (focused) piece = withStyle('1', piece, '22');
  return ground ? withStyle(ground.join(';'), piece, '39;49') : piece;
}
