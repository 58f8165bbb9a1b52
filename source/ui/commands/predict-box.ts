import { runUpTo } from './ask-prediction.ts';
import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';

type PredictMode = ModeOf<'predict'>;

/** Moves the choice up or down. From none, up goes to the last one and down to the first. */
export function choose(context: KeyContext, mode: PredictMode, by: 1 | -1): void {
  if (!mode.seen) return;
  const last = choicesOf(context, mode).length - 1;
  const choice =
    by < 0 ? Math.max(0, (mode.choice ?? last + 1) - 1) : Math.min(last, (mode.choice ?? -1) + 1);
  context.ui.set({ mode: { ...mode, choice } });
}

export function takeChoice(context: KeyContext, mode: PredictMode): void {
  if (!mode.seen) return;
  const { ui, session } = context;
  const choice = mode.choice === undefined ? undefined : choicesOf(context, mode)[mode.choice];
  if (!choice) {
    ui.set({ message: 'Choose with ↑ and ↓ what you expect; esc skips the prediction.' });
    return;
  }
  session.actions.predict(mode.step, choice.id);
  goOn(context, mode);
}

export function skipPrediction(context: KeyContext, mode: PredictMode): void {
  if (!mode.seen) return;
  context.session.actions.skipPrediction(mode.step);
  goOn(context, mode);
}

function choicesOf({ session }: KeyContext, mode: PredictMode) {
  return session.snapshot().steps[mode.step]?.prediction?.choices ?? [];
}

/** What was hidden is shown, and the learner reads it before it runs; what they had asked for goes on. */
function goOn({ ui, session }: KeyContext, { wanted, step }: PredictMode): void {
  ui.set({ mode: { kind: 'browse' }, stepTop: undefined });
  if (wanted === 'show') return;
  ui.set({ following: true, readNotice: session.snapshot().notice });
  if (wanted === 'swap') session.actions.swap();
  else runUpTo({ ui, session }, ui.get().runTo?.last ?? step);
}
