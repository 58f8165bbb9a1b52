import { hiddenBy, isPredictionOpen } from '../../session/open-prediction.ts';
import type { SessionView } from '../../session/view.ts';
import { isDone } from '../../session/view.ts';
import type { AfterPrediction } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';

type Asking = Pick<KeyContext, 'ui' | 'session'>;

/** Asks for the prediction without which the selected step is not shown. True where it asked. */
export function askWhatHides({ ui, session }: Asking): boolean {
  const index = hiddenBy(session.snapshot(), ui.get().selected);
  if (index === undefined) return false;
  ask({ ui, session }, index, 'show');
  return true;
}

/**
 * Asks what will happen, once, before the swap. True where it asked. It is the prediction of the step that only a later one can grade: what
 * the other consumer will have received.
 */
export function askBeforeSwap({ ui, session }: Asking): boolean {
  const view = session.snapshot();
  const index = view.steps.findIndex(isAboutTheSwap);
  if (index < 0 || view.consumer !== 'partition') return false;
  ask({ ui, session }, index, 'swap');
  return true;
}

function isAboutTheSwap(one: SessionView['steps'][number]): boolean {
  return one.step.prediction?.gradedAfter !== undefined && isPredictionOpen(one);
}

function ask({ ui }: Asking, step: number, wanted: AfterPrediction): void {
  ui.set({
    mode: { kind: 'predict', step, choice: undefined, wanted, seen: false },
    ...(wanted === 'run-to' ? { selected: step, stepTop: undefined } : {}),
  });
}

/** Runs what has not passed, up to the step `last`; stops and asks before each step that has a prediction. */
export function runUpTo({ ui, session }: Asking, last: number): void {
  const view = session.snapshot();
  const open = view.steps.flatMap((step, index) => (index <= last && !isDone(step.state) ? [index] : []));
  const due = open.find((index) => isPredictionOpen(view.steps[index]!));
  if (due !== undefined && due === open[0]) {
    ui.set({ runTo: { last, stage: last } });
    ask({ ui, session }, due, 'run-to');
    return;
  }
  const stage = due === undefined ? last : open[open.indexOf(due) - 1]!;
  ui.set({ runTo: stage === last ? undefined : { last, stage } });
  session.actions.runTo(stage);
}

/**
 * After a stage of a run over several steps: goes on to the next prediction, or ends with the step that did not pass. A prediction waits
 * until no view is open, and nobody types.
 */
export function continueRunTo({ ui, session }: Asking): void {
  const { runTo, mode, opened } = ui.get();
  const { running, steps } = session.snapshot();
  if (!runTo || running !== undefined || mode.kind !== 'browse') return;
  const stopped = steps
    .slice(0, runTo.stage + 1)
    .some(({ state }) => state === 'failed' || state === 'cancelled');
  if (stopped) ui.set({ runTo: undefined });
  else if (!isDone(steps[runTo.stage]?.state)) return;
  else if (opened.length === 0) runUpTo({ ui, session }, runTo.last);
  else if (runTo.waits !== true)
    ui.set({
      runTo: { ...runTo, waits: true },
      message: `The run waits for your prediction: close this view, and step ${steps[runTo.stage + 1]?.step.id} asks for it.`,
    });
}
