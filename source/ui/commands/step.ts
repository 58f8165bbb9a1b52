import { hintsOf } from '../../session/hints-of.ts';
import { hiddenBy } from '../../session/open-prediction.ts';
import { keyOf } from '../bindings/key-of.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { isReplay, skipTo } from './replay.ts';
import { say, shown } from './say.ts';

/** Shows a step, the nearest one where there is none at `wanted`. */
export function selectStep(context: KeyContext, wanted: number): void {
  const { ui, session } = context;
  const last = session.snapshot().steps.length - 1;
  const selected = Math.max(0, Math.min(last, wanted));
  if (selected !== ui.get().selected) {
    ui.set({ selected, following: false, stepTop: undefined });
    session.actions.select(selected);
  }
}

export function selectBy(context: KeyContext, by: 1 | -1): void {
  selectStep(context, context.ui.get().selected + by);
}

/** `:STEP`. */
export function goTo(context: KeyContext, id: string): void {
  const { steps } = context.session.snapshot();
  const index = steps.findIndex(({ step }) => step.id === id);
  if (index >= 0) {
    selectStep(context, index);
    if (isReplay(context.session)) skipTo(context, context.session);
    return;
  }
  const [first, last] = [steps[0]?.step.id, steps.at(-1)?.step.id];
  say(context, `There is no step \`${shown(id)}\`: they go from ${first} to ${last}.`);
}

/**
 * Scrolls the selected step; `rows` tells how far, from the rows of the pane. Scrolling goes through the step's whole text; it
 * starts from its end, where the output's tail is.
 */
export function scrollStep(rows: (page: number) => number): Handler {
  return (context) => {
    const { ui } = context;
    const by = rows(Math.max(1, context.pageRows() - 1));
    const last = Math.max(0, context.stepRows() - context.pageRows());
    const from = ui.get().stepTop ?? (by < 0 ? last : 0);
    ui.set({ stepTop: Math.max(0, Math.min(last, from + by)) });
  };
}

/** In full size, lines are whole anyway. */
export function wrapStep(context: KeyContext): void {
  const { ui } = context;
  if (ui.get().fullScreen) say(context, 'In full size, lines are whole: they are wrapped already.');
  else ui.set({ stepWrap: !ui.get().stepWrap });
}

export function nextHint(context: KeyContext): void {
  const { ui, session } = context;
  const { selected } = ui.get();
  const view = session.snapshot();
  const step = view.steps[selected];
  if (!step || tellsHidden(context)) return;
  const all = hintsOf(step.step).length;
  if (all === 0) ui.set({ message: 'This step has no hint.' });
  else if (step.hintsTaken >= all) ui.set({ message: 'That was the last hint.' });
  else {
    // The view that shows what matters now has room for the hint.
    ui.set({ stepTop: undefined });
    session.actions.hint(selected);
  }
}

/** True, with a message, where the selected step is not shown before a prediction. */
export function tellsHidden({ ui, session }: KeyContext): boolean {
  const by = hiddenBy(session.snapshot(), ui.get().selected);
  if (by === undefined) return false;
  const key = keyOf('run', ui.get().bindings);
  ui.set({
    message: `First, your prediction for step ${session.snapshot().steps[by]?.step.id}: ${key} asks for it.`,
  });
  return true;
}
