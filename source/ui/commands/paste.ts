import { isTyping } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';
import { say } from './say.ts';
import { typeText } from './text-box.ts';

/**
 * Adds a piece of a paste to the box that is open. An answer keeps its lines. In any other box they become one line: a line break before,
 * after or between them is a blank where text stands on both sides, and nothing else, so that a copied line is found by a filter.
 */
export function pasteText(context: KeyContext, piece: string): void {
  const { mode, pasted } = context.ui.get();
  if (!isTyping(mode)) return;
  if (mode.kind === 'answer') {
    // The halves of a line break may come in two pieces.
    typeText(context, pasted === 'return' ? piece.replace(/^\n/, '') : piece);
    context.ui.set({ pasted: piece.endsWith('\r') ? 'return' : 'text' });
    return;
  }
  const text = piece.replace(/\s*[\r\n]\s*/g, '\n');
  const line = text.replace(/^\n/, '').replace(/\n$/, '');
  if (line === '') {
    if (text !== '' && pasted === 'text') context.ui.set({ pasted: 'break' });
    return;
  }
  const isParted = pasted === 'break' || (pasted === 'text' && text.startsWith('\n'));
  typeText(context, `${isParted ? ' ' : ''}${line}`);
  // What a view asks for may be data, such as the value of a message.
  if (mode.kind === 'prompt' && (isParted || /[\t\n]/.test(line)))
    say(context, 'This box takes one line: line breaks and tabs of what was pasted are blanks in it now.');
  context.ui.set({ pasted: text.endsWith('\n') ? 'break' : 'text' });
}
