import type { CommandId } from '../bindings/bindings.ts';
import { filterLog } from '../logs/log-moves.ts';
import { parsePattern } from '../logs/pattern.ts';
import type { Mode, UiState } from '../state/ui-state.ts';
import { cleanText } from '../text/cut.ts';
import type { KeyContext } from './key-context.ts';

const longestAnswer = 20_000;
const longestPattern = 500;

/** Adds typed or pasted text to the box that is open. A line break in a paste is one in the answer. */
export function typeText(context: KeyContext, raw: string): void {
  const { mode } = context.ui.get();
  const lines = raw.replace(/\r\n?/g, '\n').split('\n').map(cleanText);
  if (mode.kind === 'filter') {
    context.ui.set({ mode: { ...mode, text: (mode.text + lines.join(' ')).slice(0, longestPattern) } });
  } else if (mode.kind === 'command') {
    const text = (mode.text + lines.join(' ')).slice(0, longestPattern);
    context.ui.set({ mode: { kind: 'command', text } });
  } else if (mode.kind === 'answer') {
    context.ui.set({ mode: { ...mode, text: (mode.text + lines.join('\n')).slice(0, longestAnswer) } });
  }
}

/** The commands of the text boxes. False for any other. */
export function textCommand(context: KeyContext, command: CommandId): boolean {
  const { ui } = context;
  const { mode } = ui.get();
  if (mode.kind !== 'filter' && mode.kind !== 'answer') return false;
  switch (command) {
    case 'text-erase':
      ui.set({ mode: { ...mode, text: withoutLast(mode.text) } });
      return true;
    case 'text-clear':
      ui.set({ mode: { ...mode, text: '' } });
      return true;
    case 'text-newline':
      typeText(context, '\n');
      return true;
    case 'text-leave':
      leave(context, mode);
      return true;
    case 'question-next':
      if (mode.kind === 'answer')
        openQuestion(context, mode.question + 1, keepDraft(ui.get(), context, mode));
      return true;
    case 'text-accept':
      accept(context, mode);
      return true;
    default:
      return false;
  }
}

/** Opens the answer box for a question of the selected step; past the last question, the first again. */
export function openQuestion(context: KeyContext, index: number, drafts = context.ui.get().drafts): void {
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

function accept(context: KeyContext, mode: Extract<Mode, { kind: 'filter' | 'answer' }>): void {
  const { ui, session } = context;
  if (mode.kind === 'filter') {
    const logs = ui.get().logs;
    const pattern = mode.text === '' ? undefined : parsePattern(mode.text);
    ui.set({ mode: { kind: 'browse' }, logs: { ...logs, [mode.pane]: filterLog(logs[mode.pane], pattern) } });
    return;
  }
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

function leave(context: KeyContext, mode: Extract<Mode, { kind: 'filter' | 'answer' }>): void {
  const drafts =
    mode.kind === 'answer' ? keepDraft(context.ui.get(), context, mode) : context.ui.get().drafts;
  context.ui.set({ mode: { kind: 'browse' }, drafts });
}

/** What was typed and not saved stays for the next time the box opens. */
function keepDraft(
  state: UiState,
  context: KeyContext,
  mode: Extract<Mode, { kind: 'answer' }>,
): Readonly<Record<string, string>> {
  const id = context.session.snapshot().steps[mode.step]?.step.questions[mode.question]?.id;
  return id === undefined ? state.drafts : { ...state.drafts, [id]: mode.text };
}

const segmenter = new Intl.Segmenter();

/** The text without its last grapheme. */
export function withoutLast(text: string): string {
  const last = [...segmenter.segment(text.slice(-64))].at(-1);
  return last ? text.slice(0, text.length - last.segment.length) : '';
}
