import { textWidth } from '../../text/width.ts';
import { isTyping, type Mode, type TypingMode } from '../state/ui-state.ts';
import { cleanText } from '../text/cut.ts';
import { thousands } from '../theme/numbers.ts';
import type { Edit } from '../typing/edits.ts';
import { moveByRow } from '../typing/typed-rows.ts';
import { insertText, type TypedText, takeFitting } from '../typing/typed-text.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { say } from './say.ts';

const longestAnswer = 20_000;
const longestLine = 500;
const tabStop = 8;

/**
 * Adds typed or pasted text to the box that is open, where its cursor is. A line break in a paste is one in the answer. After a line that
 * failed, `:` begins a new one.
 */
export function typeText(context: KeyContext, raw: string): void {
  const { ui } = context;
  const { mode } = ui.get();
  if (!isTyping(mode)) return;
  if (mode.kind === 'command' && mode.failed && raw === ':') {
    ui.set({ mode: { kind: 'command', text: '', cursor: 0 } });
    return;
  }
  const [first = '', ...rest] = raw.replace(/\r\n?/g, '\n').split('\n');
  const lines = [cleanAfter(mode, first), ...rest.map(cleanText)];
  const isAnswer = mode.kind === 'answer';
  const added = lines.join(isAnswer ? '\n' : ' ');
  const longest = isAnswer ? longestAnswer : longestLine;
  const fitting = takeFitting(added, longest - mode.text.length);
  ui.set({ mode: withTyped(mode, insertText(mode, fitting)) });
  if (fitting !== added)
    say(context, `This box takes ${thousands(longest)} characters: what is beyond is left out.`);
}

/** A tab goes to the next stop of its line, not of the piece of a paste that it came in. */
function cleanAfter({ text, cursor }: TypedText, line: string): string {
  if (!line.includes('\t')) return cleanText(line);
  const before = text.slice(text.lastIndexOf('\n', cursor - 1) + 1, cursor);
  const indent = ' '.repeat(textWidth(before) % tabStop);
  return cleanText(indent + line).slice(indent.length);
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
