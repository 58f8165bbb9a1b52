import { type ReactElement, use } from 'react';
import type { SessionStore, SessionView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { Now } from '../hooks/now.tsx';
import { useLogVersion } from '../hooks/use-log-version.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import { line } from '../logs/line.ts';
import type { LogPaneState } from '../logs/log-pane-state.ts';
import { type LogPaneId, logTitle } from '../logs/log-title.tsx';
import { viewLog } from '../logs/log-view.ts';
import { LogRows } from './log-rows.tsx';
import { Pane } from './pane.tsx';

export interface LogPaneProps {
  readonly pane: LogPaneId;
  readonly store: SessionStore;
  readonly state: LogPaneState;
  readonly view: SessionView;
  readonly frame: Frame;
  readonly focused: boolean;
}

/** One client's log. New lines redraw this pane and nothing else. */
export function LogPane({ pane, store, state, view, frame, focused }: LogPaneProps): ReactElement {
  const ring = store.logs[pane];
  useLogVersion(store, ring);
  // Lines fall out of a time range as time passes.
  if (state.since !== undefined) use(Now);
  const room = innerSize(frame);
  if (room.rows === 0)
    return <Pane frame={frame} title={safe`${pane}: nothing logged yet`} focused={focused} />;
  const log = viewLog(ring, state, room, view.replay?.now);
  const lines = ring.total === 0 ? [line(`the ${pane} has logged nothing yet`)] : log.lines;
  return (
    <Pane frame={frame} title={logTitle(pane, view, state, log)} focused={focused}>
      <LogRows lines={lines} columns={room.columns} rows={room.rows} />
    </Pane>
  );
}
