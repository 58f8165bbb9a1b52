import { entriesInView } from '../logs/log-view.ts';
import { isLogPane } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';

/** Copies the step's commands as a shell takes them, or the focused log's lines that are in view, raw and whole. */
export function copy(context: KeyContext): void {
  const { ui, session } = context;
  const { focus, logs, selected } = ui.get();
  const step = session.snapshot().steps[selected];
  const lines = isLogPane(focus)
    ? entriesInView(session.logs[focus], logs[focus], context.pageRows()).map((entry) => entry.text)
    : (step?.commands ?? []);
  if (lines.length === 0) {
    ui.set({ message: 'There is nothing to copy here.' });
    return;
  }
  const what = isLogPane(focus)
    ? `${lines.length} lines`
    : lines.length === 1
      ? 'The command'
      : 'The commands';
  const sent = context.copy(lines.join('\n'));
  ui.set({
    message: sent
      ? `${what} sent to the clipboard with OSC 52, if your terminal allows that.`
      : `${what}: too much for a terminal's clipboard; ctrl+s saves the log to a file.`,
  });
}
