import type { SessionView } from '../../session/view.ts';
import type { AfterPrediction, UiState } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';

type Asking = Pick<KeyContext, 'ui' | 'session'>;

/**
 * Asks what will happen, once, before it does. True where it asked. The swap is asked about by the step whose prediction only a
 * later step can grade: what the other consumer will have received.
 */
export function askPrediction({ ui, session }: Asking, wanted: 'run' | 'swap'): boolean {
  const view = session.snapshot();
  const index = wanted === 'run' ? ui.get().selected : view.steps.findIndex(isAboutTheSwap);
  if (!isDue(index, view, ui.get())) return false;
  if (wanted === 'swap' && view.consumer !== 'partition') return false;
  ask({ ui, session }, index, wanted);
  return true;
}

function isAboutTheSwap({ step, state }: SessionView['steps'][number]): boolean {
  return state === 'todo' && step.prediction?.gradedAfter !== undefined;
}

/** Whether a step has a prediction that nobody was asked for yet. */
function isDue(index: number, { steps }: SessionView, { askedPredictions }: UiState): boolean {
  const step = steps[index];
  if (!step?.prediction || step.state !== 'todo') return false;
  return step.prediction.chosen === undefined && !askedPredictions.includes(index);
}

function ask({ ui }: Asking, step: number, wanted: AfterPrediction): void {
  ui.set({
    mode: { kind: 'predict', step, choice: undefined, wanted },
    askedPredictions: [...ui.get().askedPredictions, step],
    ...(wanted === 'run-to' ? { selected: step, stepTop: undefined } : {}),
  });
}

/** Runs what has not passed, up to the step `last`; stops and asks before each step that has a prediction. */
export function runUpTo({ ui, session }: Asking, last: number): void {
  const view = session.snapshot();
  const open = view.steps.flatMap((step, index) => (index <= last && step.state !== 'passed' ? [index] : []));
  const due = open.find((index) => isDue(index, view, ui.get()));
  if (due !== undefined && due === open[0]) {
    ui.set({ runTo: { last, stage: last } });
    ask({ ui, session }, due, 'run-to');
    return;
  }
  const stage = due === undefined ? last : open[open.indexOf(due) - 1]!;
  ui.set({ runTo: stage === last ? undefined : { last, stage } });
  session.actions.runTo(stage);
}

/** After a stage of a run over several steps: goes on to the next prediction, or ends with the step that did not pass. */
export function continueRunTo({ ui, session }: Asking): void {
  const { runTo, mode } = ui.get();
  const { running, steps } = session.snapshot();
  if (!runTo || running !== undefined || mode.kind !== 'browse') return;
  const stopped = steps
    .slice(0, runTo.stage + 1)
    .some(({ state }) => state === 'failed' || state === 'cancelled');
  if (stopped) ui.set({ runTo: undefined });
  else if (steps[runTo.stage]?.state === 'passed') runUpTo({ ui, session }, runTo.last);
}
