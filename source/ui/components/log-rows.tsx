import { Box, Transform } from 'ink';
import { type ReactElement, useContext } from 'react';
import { encodeLine } from '../logs/encode-line.ts';
import { fitLine } from '../logs/fit-line.ts';
import { emptyLine, type Line } from '../logs/line.ts';
import { ThemeContext } from '../theme/theme.ts';

export interface LogRowsProps {
  readonly lines: readonly Line[];
  readonly columns: number;
  readonly rows: number;
}

/**
 * The lines of a log in a block of `rows` by `columns`, each cut or padded to it.
 *
 * Some sixty texts that change ten times a second cost Ink more to lay out than to draw, and Ink would cache the measure of each forever. So
 * Ink lays out a blank of the block's size, and the lines replace it when it is drawn.
 */
export function LogRows({ lines, columns, rows }: LogRowsProps): ReactElement {
  const theme = useContext(ThemeContext);
  if (rows <= 0 || columns <= 0) return <Box />;
  const ready = Array.from({ length: rows }, (_, index) =>
    encodeLine(fitLine(lines[index] ?? emptyLine, columns), theme),
  );
  return (
    <Box width={columns} height={rows} flexShrink={0}>
      <Transform transform={(_, index) => ready[index] ?? ''}>{blank(columns, rows)}</Transform>
    </Box>
  );
}

function blank(columns: number, rows: number): string {
  return Array.from({ length: rows }, () => ' '.repeat(columns)).join('\n');
}
