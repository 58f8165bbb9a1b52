import type { AfterPrediction } from '../state/ui-state.ts';
import type { CommandId } from './bindings.ts';
import type { KeyContext } from './key-context.ts';

/**
 * Asks what will happen, once, before it does. True where it asked. The swap is asked about by the step whose prediction only a
 * later step can grade: what the other consumer will have received.
 */
export function askPrediction({ ui, session }: KeyContext, wanted: AfterPrediction): boolean {
  const { steps, consumer } = session.snapshot();
  const { selected, askedPredictions } = ui.get();
  const index =
    wanted === 'run' ? selected : steps.findIndex((one) => one.step.prediction?.gradedAfter !== undefined);
  const step = steps[index];
  if (!step?.prediction || step.state !== 'todo') return false;
  if (step.prediction.chosen !== undefined || askedPredictions.includes(index)) return false;
  if (wanted === 'swap' && consumer !== 'partition') return false;
  ui.set({
    mode: { kind: 'predict', step: index, choice: undefined, wanted },
    askedPredictions: [...askedPredictions, index],
  });
  return true;
}

/** The commands of the prediction box. False for any other. */
export function predictCommand(context: KeyContext, command: CommandId): boolean {
  const { ui, session } = context;
  const { mode } = ui.get();
  if (mode.kind !== 'predict') return false;
  const choices = session.snapshot().steps[mode.step]?.prediction?.choices ?? [];
  switch (command) {
    case 'choice-previous':
      ui.set({ mode: { ...mode, choice: Math.max(0, (mode.choice ?? choices.length) - 1) } });
      return true;
    case 'choice-next':
      ui.set({ mode: { ...mode, choice: Math.min(choices.length - 1, (mode.choice ?? -1) + 1) } });
      return true;
    case 'choice-take': {
      const choice = mode.choice === undefined ? undefined : choices[mode.choice];
      if (!choice) {
        ui.set({ message: 'Choose with ↑ and ↓ what you expect; esc goes on without a prediction.' });
        return true;
      }
      session.actions.predict(mode.step, choice.id);
      ui.set({ mode: { kind: 'browse' } });
      goOn(context, mode.wanted, mode.step);
      return true;
    }
    case 'choice-skip':
      ui.set({ mode: { kind: 'browse' } });
      goOn(context, mode.wanted, mode.step);
      return true;
    default:
      return false;
  }
}

function goOn({ ui, session }: KeyContext, wanted: AfterPrediction, step: number): void {
  ui.set({ following: true, stepTop: undefined, readNotice: session.snapshot().notice?.text });
  if (wanted === 'swap') session.actions.swap();
  else session.actions.run(step);
}
