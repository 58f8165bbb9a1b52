import { Box, Text as InkText } from 'ink';
import { Children, Fragment, type ReactElement, useContext } from 'react';
import { joinSafe, type SafeText, trusted } from '../../text/safe-text.ts';
import type { Style } from '../theme/colours.ts';
import { inkColour } from '../theme/ink-colour.ts';
import { ThemeContext } from '../theme/theme.ts';
import { cleanText } from './cut.ts';

/** What may stand in a text: safe text (`trusted` for words of our own, `safe` for a template), and further `<Text>`. */
export type TextContent = SafeText | ReactElement | undefined | readonly TextContent[];

export interface TextProps extends Style {
  readonly children?: TextContent;
}

/**
 * Ink's `<Text>` for safe text alone, in the colours of the theme; cut with `…` where it is wider than its place. The one way of a text
 * to Ink, but for the rows of the logs (log-rows.tsx).
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
      {/* Ink's grid gives every grapheme a cell, also one that takes none. */}
      {Children.map(children, (child) => (typeof child === 'string' ? cleanText(child) : child))}
    </InkText>
  );
}

/** A text as one row of the screen, whatever is in it. */
export function Row(props: TextProps): ReactElement {
  return (
    <Box height={1} flexShrink={0}>
      <Text {...props} />
    </Box>
  );
}

/** An empty row. */
export const blankRow: ReactElement = <Row />;

export function spaces(count: number): SafeText {
  return joinSafe(Array.from({ length: Math.max(0, count) }, () => trusted(' ')));
}

/** Texts as a row each. */
export function rowsOf(texts: readonly SafeText[], style: Style = {}): ReactElement[] {
  return texts.map((text) => (
    <Row key={text} {...style}>
      {text}
    </Row>
  ));
}

/** Rows below each other. They have no identity but their place. */
export function Rows({ rows }: { readonly rows: readonly ReactElement[] }): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <Fragment key={index}>{row}</Fragment>
      ))}
    </Box>
  );
}
