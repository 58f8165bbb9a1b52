import type { ReactElement } from 'react';
import { type Size, smallest } from '../layout/layout.ts';
import { Row } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { ScreenBox } from './screen-box.tsx';

/** What a terminal that is too small for the screen shows. */
export function TooSmall({ size }: { readonly size: Size }): ReactElement {
  const text = [
    `kafka-lab needs ${smallest.columns}x${smallest.rows}; this terminal is ${size.columns}x${size.rows}.`,
    'Make it larger to get the screen back. q quits.',
  ];
  const rows = text.flatMap((one) => wrapWords(one, size.columns)).slice(0, Math.max(1, size.rows - 1));
  return (
    <ScreenBox size={size}>
      {rows.map((row) => (
        <Row key={row}>{row}</Row>
      ))}
    </ScreenBox>
  );
}
