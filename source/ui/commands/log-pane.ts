import type { LogRing } from '../../session/view.ts';
import { limitLog, scrollLog } from '../logs/log-moves.ts';
import type { LogPaneState } from '../logs/log-pane-state.ts';
import { parseRange } from '../logs/time-range.ts';
import { type Handler, inLog } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { say, shown } from './say.ts';

/** The lines of a log pane, how many of them it shows, and the time in ms since the epoch. */
interface LogInPane {
  readonly ring: LogRing;
  readonly page: number;
  readonly now: number;
}

/** The handler of a command that changes how the focused log is looked at. */
export function changeLog(change: (state: LogPaneState, log: LogInPane) => LogPaneState): Handler {
  return inLog((context, pane) => {
    const { ui, session } = context;
    const { logs } = ui.get();
    const log = {
      ring: session.logs[pane],
      page: Math.max(1, context.pageRows()),
      // A range ends where the replay is.
      now: session.snapshot().replay?.now ?? context.now(),
    };
    ui.set({ logs: { ...logs, [pane]: change(logs[pane], log) } });
  });
}

/** Scrolls the focused log; `rows` tells how far, from the rows of the pane. */
export function scrollFocusedLog(rows: (page: number) => number): Handler {
  return changeLog((state, { ring, page, now }) => scrollLog(state, ring, rows(page), page, now));
}

/** Changes the focused log; both where none is. */
export function changeLogs({ ui }: KeyContext, change: (state: LogPaneState) => LogPaneState): void {
  const { focus, logs } = ui.get();
  ui.set({
    logs: {
      producer: focus === 'consumer' ? logs.producer : change(logs.producer),
      consumer: focus === 'producer' ? logs.consumer : change(logs.consumer),
    },
  });
}

/** `:since RANGE`. */
export function limitLogs(context: KeyContext, text: string): void {
  const range = parseRange(text);
  if (!range) say(context, `\`:since ${shown(text)}\`: give 90s, 5m, 1h, or all; at most 24h.`);
  else changeLogs(context, (state) => limitLog(state, range.since));
}
