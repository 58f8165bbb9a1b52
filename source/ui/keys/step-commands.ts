import type { CommandId } from '../bindings/bindings.ts';
import { hintsOf } from './hints-of.ts';
import type { KeyContext } from './key-context.ts';
import { openQuestion } from './text-commands.ts';

/** Selecting, reading and scrolling steps. False for any other command. */
export function stepCommand(context: KeyContext, command: CommandId): boolean {
  const { ui } = context;
  const { selected, stepWrap } = ui.get();
  const page = Math.max(1, context.pageRows() - 1);
  switch (command) {
    case 'select-previous':
      return selectStep(context, selected - 1);
    case 'select-next':
      return selectStep(context, selected + 1);
    case 'select-first':
      return selectStep(context, 0);
    case 'select-last':
      return selectStep(context, Number.POSITIVE_INFINITY);
    case 'scroll-up':
      return scroll(context, -1);
    case 'scroll-down':
      return scroll(context, 1);
    case 'page-up':
      return scroll(context, -page);
    case 'page-down':
      return scroll(context, page);
    case 'top':
      return scroll(context, Number.NEGATIVE_INFINITY);
    case 'bottom':
      return scroll(context, Number.POSITIVE_INFINITY);
    case 'wrap':
      ui.set({ stepWrap: !stepWrap });
      return true;
    case 'answer':
      openQuestion(context, firstOpenQuestion(context));
      return true;
    case 'hint':
      nextHint(context);
      return true;
    default:
      return false;
  }
}

/** Shows a step, the nearest one where there is none at `wanted`. */
export function selectStep(context: KeyContext, wanted: number): true {
  const { ui, session } = context;
  const last = session.snapshot().steps.length - 1;
  const selected = Math.max(0, Math.min(last, wanted));
  if (selected !== ui.get().selected) {
    ui.set({ selected, following: false, stepTop: undefined });
    session.actions.select(selected);
  }
  return true;
}

/** Scrolling goes through the step's whole text; it starts from its end, where the output's tail is. */
function scroll(context: KeyContext, by: number): true {
  const { ui } = context;
  const last = Math.max(0, context.stepRows() - context.pageRows());
  const from = ui.get().stepTop ?? (by < 0 ? last : 0);
  ui.set({ stepTop: Math.max(0, Math.min(last, from + by)) });
  return true;
}

function firstOpenQuestion(context: KeyContext): number {
  const step = context.session.snapshot().steps[context.ui.get().selected];
  const open = step?.step.questions.findIndex((question) => !step.answers[question.id]) ?? 0;
  return Math.max(0, open);
}

function nextHint({ ui, session }: KeyContext): void {
  const { selected, hints } = ui.get();
  const step = session.snapshot().steps[selected];
  if (!step) return;
  const all = hintsOf(step.step).length;
  const shown = hints[selected] ?? 0;
  if (all === 0) ui.set({ message: 'This step has no hint.' });
  else if (shown === all) ui.set({ message: 'That was the last hint.' });
  else ui.set({ hints: { ...hints, [selected]: shown + 1 } });
}
