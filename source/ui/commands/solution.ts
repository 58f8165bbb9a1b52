import type { KeyContext } from './key-context.ts';
import { say } from './say.ts';

/** `:solution`: that of a solved task at once, any other after a question, because it is recorded. */
export function showSolution(context: KeyContext): void {
  const task = taskOf(context);
  if (task === undefined) say(context, 'This step is no task.');
  else if (task.solution === undefined) context.ui.set({ mode: { kind: 'confirm', what: 'solution' } });
  else openSolution(context);
}

/** After the question. */
export function revealSolution(context: KeyContext): void {
  context.session.actions.showSolution(context.ui.get().selected);
  openSolution(context);
}

function openSolution(context: KeyContext): void {
  const { ui } = context;
  const task = taskOf(context);
  if (task?.solution === undefined) return;
  const name = `a solution for ${task.file}`;
  const fixed = `This is the solution; esc closes it, and \`:edit ${task.file}\` edits your file.`;
  const lines = task.solution.replace(/\n$/, '').split('\n');
  ui.set({ mode: { kind: 'file', file: { name, path: name, fixed, lines }, top: 0, pattern: undefined } });
}

function taskOf({ ui, session }: KeyContext) {
  return session.snapshot().steps[ui.get().selected]?.task;
}
