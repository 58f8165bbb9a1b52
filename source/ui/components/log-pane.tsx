import type { ReactElement } from 'react';
import type { LogRing, SessionView } from '../../session/view.ts';
import { type Frame, innerSize } from '../lines/frame.ts';
import { line } from '../lines/line.ts';
import type { LogPaneState } from '../logs/log-pane-state.ts';
import { type LogPaneId, logTitle } from '../logs/log-title.ts';
import { viewLog } from '../logs/log-view.ts';
import { Pane } from './pane.tsx';

export interface LogPaneProps {
  readonly pane: LogPaneId;
  readonly ring: LogRing;
  readonly state: LogPaneState;
  readonly view: SessionView;
  readonly frame: Frame;
  readonly focused: boolean;
}

/** One client's log. */
export function LogPane({ pane, ring, state, view, frame, focused }: LogPaneProps): ReactElement {
  if (innerSize(frame).rows === 0) {
    return <Pane frame={frame} title={line(`${pane}: nothing logged yet`)} focused={focused} lines={[]} />;
  }
  const log = viewLog(ring, state, innerSize(frame));
  const empty = ring.total === 0 ? [line(`the ${pane} has logged nothing yet`)] : [];
  return (
    <Pane
      frame={frame}
      title={logTitle(pane, view, state, log)}
      focused={focused}
      lines={ring.total === 0 ? empty : log.lines}
    />
  );
}
