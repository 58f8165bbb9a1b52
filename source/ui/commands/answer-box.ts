import type { UiState } from '../state/ui-state.ts';
import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';

type AnswerMode = ModeOf<'answer'>;

/** Opens the answer box for the first question that has no answer yet. */
export function openFirstQuestion(context: KeyContext): void {
  openQuestion(context, firstOpenQuestion(context));
}

/** Opens it for the next question; what was typed stays. */
export function openNextQuestion(context: KeyContext, mode: AnswerMode): void {
  openQuestion(context, mode.question + 1, keepDraft(context.ui.get(), context, mode));
}

/** Saves the answer and opens the next question, where there is one. */
export function acceptAnswer(context: KeyContext, mode: AnswerMode): void {
  const { ui, session } = context;
  const questions = session.snapshot().steps[mode.step]?.step.questions ?? [];
  const question = questions[mode.question];
  if (!question) {
    ui.set({ mode: { kind: 'browse' } });
    return;
  }
  session.actions.answer(mode.step, question.id, mode.text);
  const { [question.id]: _saved, ...drafts } = ui.get().drafts;
  if (mode.question + 1 < questions.length) openQuestion(context, mode.question + 1, drafts);
  else ui.set({ mode: { kind: 'browse' }, drafts, message: 'Answer saved.' });
}

/** Closes the box; what was typed stays. */
export function leaveAnswer(context: KeyContext, mode: AnswerMode): void {
  context.ui.set({ mode: { kind: 'browse' }, drafts: keepDraft(context.ui.get(), context, mode) });
}

/** Opens the answer box for a question of the selected step; past the last question, the first again. */
function openQuestion(context: KeyContext, index: number, drafts = context.ui.get().drafts): void {
  const { ui, session } = context;
  const step = ui.get().selected;
  const view = session.snapshot().steps[step];
  const questions = view?.step.questions ?? [];
  if (!view || questions.length === 0) {
    ui.set({ message: 'This step asks no question.' });
    return;
  }
  const question = index % questions.length;
  const { id } = questions[question]!;
  const text = drafts[id] ?? view.answers[id] ?? '';
  ui.set({ mode: { kind: 'answer', step, question, text }, drafts });
}

function firstOpenQuestion(context: KeyContext): number {
  const step = context.session.snapshot().steps[context.ui.get().selected];
  const open = step?.step.questions.findIndex((question) => !step.answers[question.id]) ?? 0;
  return Math.max(0, open);
}

/** What was typed and not saved stays for the next time the box opens. */
function keepDraft(state: UiState, context: KeyContext, mode: AnswerMode): Readonly<Record<string, string>> {
  const id = context.session.snapshot().steps[mode.step]?.step.questions[mode.question]?.id;
  return id === undefined ? state.drafts : { ...state.drafts, [id]: mode.text };
}
