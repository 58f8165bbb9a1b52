import { typedText } from '../typing/typed-text.ts';
import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';

type CompareMode = ModeOf<'compare'>;

/** Shows the learner's answer beside the model answer. */
export function openComparison({ ui }: KeyContext, step: number, question: number): void {
  ui.set({ mode: { kind: 'compare', step, question, top: 0 } });
}

/** Records what the learner thinks of their answer, and goes on to a question that has none. */
export function judgeAnswer(
  { ui, session }: KeyContext,
  { step, question }: CompareMode,
  agrees: boolean,
): void {
  const view = session.snapshot().steps[step];
  const id = view?.step.questions[question]?.id;
  if (id !== undefined) session.actions.compare(step, id, agrees);
  const open = view?.step.questions.findIndex((one) => one.id !== id && !view.answers[one.id]) ?? -1;
  if (open >= 0)
    ui.set({
      mode: {
        kind: 'answer',
        step,
        question: open,
        ...typedText(ui.get().drafts[view!.step.questions[open]!.id] ?? ''),
      },
    });
  else {
    const how = agrees ? 'agrees with' : 'differs from';
    ui.set({ mode: { kind: 'browse' }, message: `Recorded: your answer ${how} the model answer.` });
  }
}

/** The box bounds it by its rows. */
export function scrollComparison({ ui }: KeyContext, mode: CompareMode, by: 1 | -1): void {
  ui.set({ mode: { ...mode, top: Math.max(0, mode.top + by) } });
}
