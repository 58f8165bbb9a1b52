import type { ReactElement } from 'react';
import { type Size, smallest } from '../layout/layout.ts';
import { line, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';
import { Rows } from './rows.tsx';

/** What a terminal too small for the screen shows until it is larger. */
export function TooSmall({ size }: { readonly size: Size }): ReactElement {
  const rows = Math.max(1, size.rows - 1);
  const text = [
    `kafka-lab needs ${smallest.columns}x${smallest.rows}; this terminal is ${size.columns}x${size.rows}.`,
    'Make it larger, and the screen comes back. q quits.',
  ];
  const lines = text.flatMap((one) => wrapWords(one, size.columns)).map((row) => line(span(row)));
  return <Rows lines={lines} columns={size.columns} rows={rows} />;
}
