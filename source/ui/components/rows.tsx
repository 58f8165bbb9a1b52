import { Box, Transform } from 'ink';
import { type ReactElement, useContext, useEffect, useRef } from 'react';
import { encodeLine } from '../lines/encode.ts';
import { fitLine } from '../lines/fit.ts';
import { emptyLine, type Line } from '../lines/line.ts';
import { rowToken, tokenWidth } from '../terminal/row-table.ts';
import { RowTableContext } from '../theme/row-table-context.ts';
import { ThemeContext } from '../theme/theme.ts';

export interface RowsProps {
  readonly lines: readonly Line[];
  readonly columns: number;
  readonly rows: number;
}

/**
 * A block of exactly `rows` by `columns`, each line cut or padded to it: the one place where lines reach Ink.
 *
 * Ink keeps the measure of every text that it ever laid out, which for log lines would grow without end. So what Ink lays
 * out is a blank of the block's size, and the lines take its place when it is drawn. Where there is a row table, the blank
 * is as wide as a token, and a token takes each row's place.
 */
export function Rows({ lines, columns, rows }: RowsProps): ReactElement {
  const theme = useContext(ThemeContext);
  const table = useContext(RowTableContext);
  const block = useRef<number | undefined>(undefined);
  useEffect(
    () => () => {
      if (block.current !== undefined) table?.close(block.current);
      block.current = undefined;
    },
    [table],
  );
  if (rows <= 0 || columns <= 0) return <Box />;
  const encoded = Array.from({ length: rows }, (_, index) =>
    encodeLine(fitLine(lines[index] ?? emptyLine, columns), theme),
  );
  if (!table) {
    return <Block columns={columns} rows={rows} transform={(_, index) => encoded[index] ?? ''} />;
  }
  block.current ??= table.open();
  const mine = block.current;
  table.set(mine, encoded);
  return <Block columns={tokenWidth} rows={rows} transform={(_, index) => rowToken(mine, index)} />;
}

interface BlockProps {
  readonly columns: number;
  readonly rows: number;
  readonly transform: (row: string, index: number) => string;
}

function Block({ columns, rows, transform }: BlockProps): ReactElement {
  return (
    <Box width={columns} height={rows} flexShrink={0}>
      <Transform transform={transform}>{blank(columns, rows)}</Transform>
    </Box>
  );
}

function blank(columns: number, rows: number): string {
  return Array.from({ length: rows }, () => ' '.repeat(columns)).join('\n');
}
