import type { StepView } from '../../session/view.ts';
import { entriesInView } from '../logs/log-view.ts';
import { isLogPane } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';
import { tellsHidden } from './step.ts';
import { topView } from './views.ts';

/** What is copied, and what the message calls it. */
interface Copied {
  readonly what: string;
  readonly lines: readonly string[];
}

/**
 * Copies the focused log's lines that are in view, raw and whole; in the step its output with the commands; in the list of steps the
 * commands as a shell takes them.
 */
export function copy(context: KeyContext): void {
  const { ui, session } = context;
  const command = commandInView(context);
  if (command !== undefined) {
    send(context, { what: `\`${command}\``, lines: [command] }, 'copy it from the screen');
    return;
  }
  const { focus, logs, selected } = ui.get();
  if (!isLogPane(focus) && tellsHidden(context)) return;
  const step = session.snapshot().steps[selected];
  const { what, lines } = isLogPane(focus)
    ? inLines(
        entriesInView(
          session.logs[focus],
          logs[focus],
          context.pageRows(),
          session.snapshot().replay?.now,
        ).map(({ text }) => text),
      )
    : focus === 'step' && step !== undefined && step.output.length > 0
      ? inLines(outputOf(step))
      : commandsOf(step);
  if (lines.length === 0) {
    ui.set({ message: 'There is nothing to copy here.' });
    return;
  }
  const instead = isLogPane(focus) ? 'ctrl+s saves the log to a file' : 'the transcript has it: x exports it';
  send(context, { what, lines }, instead);
}

function send({ ui, copy: toClipboard }: KeyContext, { what, lines }: Copied, instead: string): void {
  ui.set({
    message: toClipboard(lines.join('\n'))
      ? `${what} sent to the clipboard with OSC 52, if your terminal allows that.`
      : `${what}: too much for a terminal's clipboard; ${instead}.`,
  });
}

/** What a view, its text or its question stands for. */
function commandInView(context: KeyContext): string | undefined {
  const { mode } = context.ui.get();
  if (mode.kind === 'confirm' && mode.what === 'ask') return mode.command;
  const top = topView(context);
  return top?.detail?.detail.command ?? top?.view.command;
}

function inLines(lines: readonly string[]): Copied {
  return { what: lines.length === 1 ? 'One line' : `${lines.length} lines`, lines };
}

function commandsOf(step: StepView | undefined): Copied {
  const lines = step?.commands ?? [];
  return { what: lines.length === 1 ? 'The command' : 'The commands', lines };
}

/** As a terminal would have it: each command after a prompt, then what it printed. Notes of the lab are left out. */
function outputOf({ output }: StepView): string[] {
  return output
    .filter(({ stream }) => stream !== 'note')
    .map(({ stream, text }) => (stream === 'command' && !text.startsWith('$ ') ? `$ ${text}` : text));
}
