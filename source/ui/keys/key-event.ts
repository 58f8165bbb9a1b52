import type { Key } from 'ink';

/** What one event from the keyboard was: a key with a name, or text that was typed or pasted. */
export type KeyEvent =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly edge: 'start' | 'end' };

const escapeCode = 27;
const brackets: ReadonlyMap<string, 'start' | 'end'> = new Map([
  ['[200~', 'start'],
  ['[201~', 'end'],
]);

/** Ink's event in the words of the bindings table: `up`, `ctrl+c`, `alt+return`, `shift+tab`, `G`, `/`. */
export function keyEvents(input: string, key: Key): KeyEvent[] {
  const isEscaped = input.charCodeAt(0) === escapeCode;
  const bracket = brackets.get(isEscaped ? input.slice(1) : input);
  if (bracket !== undefined) {
    // An escape right before it came in the same piece.
    const before = isEscaped ? [{ kind: 'key', name: 'escape' } as const] : [];
    return [...before, { kind: 'paste', edge: bracket }];
  }
  const name = specialName(input, key);
  if (name) return [{ kind: 'key', name }];
  if (input === '') return [];
  return [{ kind: 'text', text: input }];
}

function specialName(input: string, key: Key): string | undefined {
  if (key.ctrl && input.length === 1) return `ctrl+${input}`;
  if (key.return) return key.meta ? 'alt+return' : 'return';
  if (input === '\n') return 'ctrl+j';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  if (key.backspace || key.delete) return key.meta ? 'alt+backspace' : 'backspace';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return `${modifier(key)}left`;
  if (key.rightArrow) return `${modifier(key)}right`;
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.meta && input.length === 1) return `alt+${input}`;
  return undefined;
}

/** Of the keys that move by a word with one. */
function modifier(key: Key): '' | 'ctrl+' | 'alt+' {
  if (key.ctrl) return 'ctrl+';
  return key.meta ? 'alt+' : '';
}
