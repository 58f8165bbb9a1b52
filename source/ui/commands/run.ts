import { repairOf } from '../../session/repair.ts';
import { makesCluster } from '../../session/undo-plan.ts';
import { isDone } from '../../session/view.ts';
import { keyOf } from '../bindings/key-of.ts';
import { askBeforeSwap, askWhatHides, runUpTo } from './ask-prediction.ts';
import type { KeyContext } from './key-context.ts';
import { selectStep } from './step.ts';

/** Runs the selected step; goes to the next one where it has passed. Where a prediction hides the step, asks for that. */
export function run(context: KeyContext): void {
  const { selected } = context.ui.get();
  if (hasPassed(context)) selectStep(context, selected + 1);
  else if (!tellsUndone(context)) askThenRun(context);
}

/** Runs the selected step, after a question where it has passed. */
export function runAgain(context: KeyContext): void {
  if (!isRunning(context) && hasPassed(context)) context.ui.set({ mode: { kind: 'confirm', what: 'again' } });
  else askThenRun(context);
}

export function runToSelected(context: KeyContext): void {
  whenIdle(context, () => runUpTo(context, context.ui.get().selected));
}

/** Runs the selected step, and asks nothing. */
export function runSelected(context: KeyContext): void {
  whenIdle(context, () => context.session.actions.run(context.ui.get().selected));
}

export function swap(context: KeyContext): void {
  if (!askBeforeSwap(context)) context.session.actions.swap();
}

export function askToReset(context: KeyContext): void {
  if (canReset(context)) context.ui.set({ mode: { kind: 'confirm', what: 'reset' } });
}

export function reset({ ui, session }: KeyContext): void {
  const { selected } = ui.get();
  ui.set({
    stepTop: undefined,
    readNotice: session.snapshot().notice,
  });
  session.actions.reset(selected);
}

export function isRunning({ session }: KeyContext): boolean {
  return session.snapshot().running !== undefined;
}

function hasPassed({ ui, session }: KeyContext): boolean {
  return isDone(session.snapshot().steps[ui.get().selected]?.state);
}

/** A later step would wait in vain for what an earlier one made. `r` runs it nevertheless. */
function tellsUndone(context: KeyContext): boolean {
  const view = context.session.snapshot();
  const repair = repairOf(view);
  if (repair === undefined || repair.why === 'ended') return false;
  if (repair.from >= context.ui.get().selected || isRunning(context)) return false;
  if (view.steps[repair.from]?.step.required !== true) return false;
  const { bindings } = context.ui.get();
  context.ui.set({
    message: `First step ${view.steps[repair.from]?.step.id}, which ${repair.why === 'reset' ? 'was undone' : 'no longer holds'}: ${keyOf('go-on', bindings)} does it again. ${keyOf('run-again', bindings)} runs this step nevertheless.`,
  });
  return true;
}

/** Says why nothing can begin now. */
function tellRunning({ ui }: KeyContext): void {
  const text = `A step is running: ${keyOf('leave', ui.get().bindings)} cancels it.`;
  ui.set({ message: { text, during: 'run' } });
}

function askThenRun(context: KeyContext): void {
  if (isRunning(context) || !askWhatHides(context)) runSelected(context);
}

function canReset(context: KeyContext): boolean {
  const step = context.session.snapshot().steps[context.ui.get().selected];
  const untouched = step?.state === 'todo' && Object.keys(step.answers).length === 0;
  if (isRunning(context)) tellRunning(context);
  else if (step === undefined || untouched)
    context.ui.set({ message: 'This step has not run: there is nothing to undo.' });
  else if (makesCluster(step))
    context.ui.set({
      message: `Step ${step.step.id} made the cluster that all other steps stand on, and cannot be undone. ${keyOf('run-again', context.ui.get().bindings)} runs it again, which starts over on a fresh one.`,
    });
  else return true;
  return false;
}

function whenIdle(context: KeyContext, act: () => void): void {
  if (isRunning(context)) {
    tellRunning(context);
    return;
  }
  context.ui.set({
    following: true,
    stepTop: undefined,
    readNotice: context.session.snapshot().notice,
  });
  act();
}
