import { Text as InkText } from 'ink';
import { Children, isValidElement, type ReactElement, type ReactNode, useContext } from 'react';
import { type SafeText, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import type { Style } from '../theme/colours.ts';
import { inkColour } from '../theme/ink-colour.ts';
import { ThemeContext } from '../theme/theme.ts';
import { cleanText } from './cut.ts';

/** What may stand in a text: safe text (`trusted` for our own literals, `safe` for a template), and nested `<Text>`. */
export type TextContent = SafeText | ReactElement | undefined | readonly TextContent[];

export interface TextProps extends Style {
  readonly children?: TextContent;
}

/**
 * Ink's `<Text>` for safe text only, in the colours of the theme; cut with `…` if it is too wide. Every text reaches Ink
 * through this component, except the rows of the logs (log-rows.tsx).
 */
export function Text({ colour, bold, inverse, underline, children }: TextProps): ReactElement {
  const { foreground, ground } = useContext(ThemeContext);
  const code = (colour && foreground?.[colour]) ?? ground?.[0];
  return (
    <InkText
      {...(code === undefined ? {} : { color: inkColour(code) })}
      {...(bold ? { bold } : {})}
      {...(inverse ? { inverse } : {})}
      {...(underline ? { underline } : {})}
      wrap="truncate"
    >
      {/* Ink's grid gives every grapheme a cell, even a zero-width one. */}
      {typeof children === 'string' ? cleanText(children) : Children.map(children, cleaned)}
    </InkText>
  );
}

function cleaned(child: TextContent): TextContent {
  return typeof child === 'string' ? cleanText(child) : child;
}

/** A text that is a row of the screen, even when empty. */
export function Row({ children, ...style }: TextProps): ReactElement {
  return <Text {...style}>{plainText(children) === '' ? trusted(' ') : children}</Text>;
}

/** The plain text of a tree of `<Text>`. Throws if it contains another component, whose output is not known yet. */
export function plainText(content: ReactNode): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(plainText).join('');
  if (!isValidElement<TextProps>(content)) return '';
  if (content.type !== Text && content.type !== Row)
    throw new TypeError('only text made of `<Text>` can be measured');
  return plainText(content.props.children);
}

/** Terminal cells that a tree of `<Text>` takes if it is not cut. */
export function cellsOf(content: ReactNode): number {
  return textWidth(plainText(content));
}
