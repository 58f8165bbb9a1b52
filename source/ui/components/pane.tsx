import type { ReactElement } from 'react';
import { type Frame, frameLines } from '../lines/frame.ts';
import type { Line } from '../lines/line.ts';
import { Rows } from './rows.tsx';

export interface PaneProps {
  readonly frame: Frame;
  readonly title: Line;
  readonly lines: readonly Line[];
  readonly focused: boolean;
}

/** A titled pane with its lines inside. */
export function Pane({ frame, title, lines, focused }: PaneProps): ReactElement {
  return <Rows lines={frameLines(frame, title, lines, focused)} columns={frame.columns} rows={frame.rows} />;
}
