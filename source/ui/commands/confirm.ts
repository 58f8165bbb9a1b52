import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { isRunning, reset, runSelected } from './run.ts';
import { revealSolution } from './solution.ts';
import { agreeToAsked } from './views.ts';

/** Yes to the question of the dialog. */
export function confirm(context: KeyContext, mode: ModeOf<'confirm'>): void {
  const { what } = mode;
  const { ui, session } = context;
  // First the answer: a question that still stands would open its dialog again.
  if (what === 'claim') session.actions.agree();
  ui.set({ mode: { kind: 'browse' } });
  if (what === 'ask') agreeToAsked(context, mode);
  else if (what === 'quit') context.quit('key');
  else if (what === 'again') runSelected(context);
  else if (what === 'reset') reset(context);
  else if (what === 'solution') revealSolution(context);
  else if (what === 'cancel' && isRunning(context)) session.actions.cancel();
}

/** No to it. The cluster stays as it is, and a run over several steps ends here. */
export function decline({ ui, session }: KeyContext, { what }: ModeOf<'confirm'>): void {
  if (what === 'claim') {
    session.actions.decline();
    ui.set({ runTo: undefined });
  }
  ui.set({ mode: { kind: 'browse' } });
}
