import { keyOf } from '../bindings/key-of.ts';
import type { UiState } from '../state/ui-state.ts';
import { questionsAreOpen } from '../steps/questions.tsx';
import { typedText } from '../typing/typed-text.ts';
import { openComparison } from './compare-box.ts';
import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { tellsHidden } from './step.ts';

type AnswerMode = ModeOf<'answer'>;

/** Opens the answer box for the first question that has no answer yet; where all have, the first that was not compared, or the first. */
export function openFirstQuestion(context: KeyContext): void {
  const { ui, session } = context;
  const { selected, bindings } = ui.get();
  const step = session.snapshot().steps[selected];
  if (!step || tellsHidden(context)) return;
  const { questions } = step.step;
  if (!questionsAreOpen(step) && questions.length > 0) {
    ui.set({ message: `The question comes after the step: ${keyOf('run', bindings)} runs it.` });
    return;
  }
  const open = questions.findIndex(({ id }) => !step.answers[id]);
  const uncompared = questions.findIndex(({ id }) => step.agreements[id] === undefined);
  if (open >= 0 || questions.length === 0) openQuestion(context, Math.max(0, open));
  else openComparison(context, selected, Math.max(0, uncompared));
}

/** Opens the box of an answer that is compared. */
export function changeAnswer(context: KeyContext, { question }: ModeOf<'compare'>): void {
  openQuestion(context, question);
}

/** Opens it for the next question; what was typed stays. */
export function openNextQuestion(context: KeyContext, mode: AnswerMode): void {
  openQuestion(context, mode.question + 1, keepDraft(context.ui.get(), context, mode));
}

/** Saves the answer, and shows the model answer beside it. A blank one is none. */
export function acceptAnswer(context: KeyContext, mode: AnswerMode): void {
  const { ui, session } = context;
  const questions = session.snapshot().steps[mode.step]?.step.questions ?? [];
  const question = questions[mode.question];
  if (!question) {
    ui.set({ mode: { kind: 'browse' } });
    return;
  }
  if (mode.text.trim() === '') {
    ui.set({ message: 'Write an answer first: then the model answer is shown beside it.' });
    return;
  }
  session.actions.answer(mode.step, question.id, mode.text);
  const { [question.id]: _saved, ...drafts } = ui.get().drafts;
  ui.set({ drafts });
  openComparison(context, mode.step, mode.question);
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
  const typed = typedText(drafts[id] ?? view.answers[id] ?? '');
  ui.set({ mode: { kind: 'answer', step, question, ...typed }, drafts });
}

/** What was typed and not saved stays for the next time the box opens. */
function keepDraft(state: UiState, context: KeyContext, mode: AnswerMode): Readonly<Record<string, string>> {
  const id = context.session.snapshot().steps[mode.step]?.step.questions[mode.question]?.id;
  return id === undefined ? state.drafts : { ...state.drafts, [id]: mode.text };
}
