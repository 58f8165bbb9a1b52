import { repairOf } from '../../session/repair.ts';
import type { KeyContext } from './key-context.ts';
import { isRunning } from './run.ts';

/** Opens the unfinished session that is offered; in a session that was, does again what is gone, up to where the learner was. */
export function goOn(context: KeyContext): void {
  const { ui, session } = context;
  const view = session.snapshot();
  const repair = repairOf(view);
  if (isRunning(context)) ui.set({ message: { text: 'A step is running.', during: 'run' } });
  else if (ui.get().unfinished && view.steps.every(({ state }) => state === 'todo') && !repair)
    context.quit('go-on');
  else if (repair) {
    ui.set({ following: true, stepTop: undefined, runTo: undefined, readNotice: view.notice });
    session.actions.repair(repair.from, repair.to);
  } else ui.set({ message: 'Nothing has to be done again.' });
}
