import { Box } from 'ink';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import type { SafeText } from '../../text/safe-text.ts';
import type { Style } from '../theme/colours.ts';
import { Row } from './text.tsx';

/** An empty row. */
export const blankRow: ReactElement = <Row />;

/** Texts as a row each. */
export function rowsOf(texts: readonly SafeText[], style: Style = {}): ReactElement[] {
  return texts.map((text) => (
    <Row key={text} {...style}>
      {text}
    </Row>
  ));
}

/** Rows below each other, identified by their position only. */
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

export interface ClippedRowsProps {
  readonly height: number;
  readonly children: ReactNode;
}

/** Sections below each other in `height` rows; what does not fit is not drawn. */
export function ClippedRows({ height, children }: ClippedRowsProps): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0} height={height} overflowY="hidden">
      {children}
    </Box>
  );
}
