import { filterLog } from '../logs/log-moves.ts';
import { isLogPane } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';
import { leaveFullScreen } from './panes.ts';
import { isRunning } from './run.ts';

/** One step back from whatever is open: full screen, scrolled text, filter, notice; then the running step. */
export function leave(context: KeyContext): void {
  const { ui, session } = context;
  const { fullScreen, stepTop, focus, logs, readNotice } = ui.get();
  const { notice, replay } = session.snapshot();
  if (fullScreen) leaveFullScreen(context);
  else if (stepTop !== undefined) ui.set({ stepTop: undefined, stepPattern: undefined });
  else if (isLogPane(focus) && logs[focus].pattern)
    ui.set({ logs: { ...logs, [focus]: filterLog(logs[focus], undefined) } });
  else if (isRunning(context) && replay === undefined) ui.set({ mode: { kind: 'confirm', what: 'cancel' } });
  else if (notice && notice !== readNotice) ui.set({ readNotice: notice });
  else if (focus !== 'steps') ui.set({ focus: 'steps' });
}

export function quit(context: KeyContext): void {
  // A replayed step loses nothing when it is left.
  if (isRunning(context) && context.session.snapshot().replay === undefined)
    context.ui.set({ mode: { kind: 'confirm', what: 'quit' } });
  else context.quit('key');
}

export function suspend(context: KeyContext): void {
  if (!context.suspend()) context.ui.set({ message: 'A program cannot be suspended on this system.' });
}
