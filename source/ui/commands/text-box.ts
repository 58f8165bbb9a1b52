import { isTyping, type Mode, type TypingMode } from '../state/ui-state.ts';
import { cleanText } from '../text/cut.ts';
import type { Edit } from '../typing/edits.ts';
import { moveByRow } from '../typing/typed-rows.ts';
import { insertText, type TypedText } from '../typing/typed-text.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';

const longestAnswer = 20_000;
const longestPattern = 500;

/**
 * Adds typed or pasted text to the box that is open, where its cursor is. A line break in a paste is one in the answer. After a line that
 * failed, `:` begins a new one.
 */
export function typeText({ ui }: KeyContext, raw: string): void {
  const { mode } = ui.get();
  if (!isTyping(mode)) return;
  if (mode.kind === 'command' && mode.failed && raw === ':') {
    ui.set({ mode: { kind: 'command', text: '', cursor: 0 } });
    return;
  }
  const lines = raw.replace(/\r\n?/g, '\n').split('\n').map(cleanText);
  const isAnswer = mode.kind === 'answer';
  const added = lines.join(isAnswer ? '\n' : ' ');
  ui.set({ mode: withTyped(mode, insertText(mode, added, isAnswer ? longestAnswer : longestPattern)) });
}

/** The handler of a key that moves the cursor or erases something, in whichever box is open. */
export function editing(edit: Edit): Handler {
  return ({ ui }) => {
    const { mode } = ui.get();
    if (isTyping(mode)) ui.set({ mode: withTyped(mode, edit(mode)) });
  };
}

/** The handler of a key that moves the cursor of an answer a row up or down. */
export function movingByRow(by: 1 | -1): Handler {
  return ({ ui, answerColumns }) => {
    const { mode } = ui.get();
    if (mode.kind === 'answer') ui.set({ mode: { ...mode, ...moveByRow(mode, by, answerColumns()) } });
  };
}

/** Completion and history begin anew once the text is another one. */
function withTyped(mode: TypingMode, { text, cursor }: TypedText): Mode {
  if (mode.kind === 'command' && text !== mode.text) return { kind: 'command', text, cursor };
  return { ...mode, text, cursor };
}
