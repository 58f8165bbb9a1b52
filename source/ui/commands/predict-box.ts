import type { AfterPrediction } from '../state/ui-state.ts';
import { runUpTo } from './ask-prediction.ts';
import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';

type PredictMode = ModeOf<'predict'>;

/** Moves the choice up or down. From none, up goes to the last one and down to the first. */
export function choose(context: KeyContext, mode: PredictMode, by: 1 | -1): void {
  const last = choicesOf(context, mode).length - 1;
  const choice =
    by < 0 ? Math.max(0, (mode.choice ?? last + 1) - 1) : Math.min(last, (mode.choice ?? -1) + 1);
  context.ui.set({ mode: { ...mode, choice } });
}

export function takeChoice(context: KeyContext, mode: PredictMode): void {
  const { ui, session } = context;
  const choice = mode.choice === undefined ? undefined : choicesOf(context, mode)[mode.choice];
  if (!choice) {
    ui.set({ message: 'Choose with ↑ and ↓ what you expect; esc goes on without a prediction.' });
    return;
  }
  session.actions.predict(mode.step, choice.id);
  skipPrediction(context, mode);
}

export function skipPrediction(context: KeyContext, mode: PredictMode): void {
  context.ui.set({ mode: { kind: 'browse' } });
  goOn(context, mode.wanted, mode.step);
}

function choicesOf({ session }: KeyContext, mode: PredictMode) {
  return session.snapshot().steps[mode.step]?.prediction?.choices ?? [];
}

function goOn({ ui, session }: KeyContext, wanted: AfterPrediction, step: number): void {
  ui.set({ following: true, stepTop: undefined, readNotice: session.snapshot().notice?.text });
  if (wanted === 'swap') session.actions.swap();
  else if (wanted === 'run-to') runUpTo({ ui, session }, ui.get().runTo?.last ?? step);
  else session.actions.run(step);
}
