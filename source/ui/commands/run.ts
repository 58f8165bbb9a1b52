import { keyOf } from '../bindings/key-of.ts';
import { askPrediction, runUpTo } from './ask-prediction.ts';
import type { KeyContext } from './key-context.ts';
import { selectStep } from './step.ts';

/** Runs the selected step; goes to the next one where it has passed. */
export function run(context: KeyContext): void {
  const { selected } = context.ui.get();
  if (hasPassed(context)) selectStep(context, selected + 1);
  else askThenRun(context);
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
  if (!askPrediction(context, 'swap')) context.session.actions.swap();
}

export function askToReset(context: KeyContext): void {
  if (canReset(context)) context.ui.set({ mode: { kind: 'confirm', what: 'reset' } });
}

/** The prediction will be asked for again. */
export function reset({ ui, session }: KeyContext): void {
  const { selected, askedPredictions, hints } = ui.get();
  const { [selected]: _shown, ...otherHints } = hints;
  ui.set({
    askedPredictions: askedPredictions.filter((index) => index !== selected),
    hints: otherHints,
    stepTop: undefined,
    readNotice: session.snapshot().notice?.text,
  });
  session.actions.reset(selected);
}

export function isRunning({ session }: KeyContext): boolean {
  return session.snapshot().running !== undefined;
}

function hasPassed({ ui, session }: KeyContext): boolean {
  return session.snapshot().steps[ui.get().selected]?.state === 'passed';
}

function askThenRun(context: KeyContext): void {
  if (isRunning(context) || !askPrediction(context, 'run')) runSelected(context);
}

function canReset(context: KeyContext): boolean {
  const step = context.session.snapshot().steps[context.ui.get().selected];
  const untouched = step?.state === 'todo' && Object.keys(step.answers).length === 0;
  if (isRunning(context))
    context.ui.set({
      message: `A step is running: ${keyOf('leave', context.ui.get().bindings)} cancels it.`,
    });
  else if (step === undefined || untouched)
    context.ui.set({ message: 'This step has not run: there is nothing to undo.' });
  else return true;
  return false;
}

function whenIdle(context: KeyContext, act: () => void): void {
  if (isRunning(context)) {
    context.ui.set({
      message: `A step is running: ${keyOf('leave', context.ui.get().bindings)} cancels it.`,
    });
    return;
  }
  context.ui.set({
    following: true,
    stepTop: undefined,
    readNotice: context.session.snapshot().notice?.text,
  });
  act();
}
