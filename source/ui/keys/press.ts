import { commandFor } from '../bindings/find-bindings.ts';
import { carryOut } from '../commands/handlers.ts';
import type { KeyContext } from '../commands/key-context.ts';
import { pasteText } from '../commands/paste.ts';
import { say } from '../commands/say.ts';
import { typeText } from '../commands/text-box.ts';
import { tellUnknownKey } from '../commands/unknown-key.ts';
import { activeScopes } from '../state/scopes.ts';
import { isTyping } from '../state/ui-state.ts';
import type { KeyEvent } from './key-event.ts';

/** Carries out one event from the keyboard. */
export function press(context: KeyContext, event: KeyEvent): void {
  // What was typed after the key that gave the terminal away was meant for the program that has it.
  if (context.handOver.isBusy) return;
  const state = context.ui.get();
  if (event.kind === 'paste') {
    const starts = event.edge === 'start';
    context.ui.set({ pasting: starts, pasted: 'nothing' });
    if (starts && !isTyping(state.mode)) say(context, 'Text can be pasted into a text box: open one first.');
    return;
  }
  if (state.pasting) {
    pasteText(context, event.kind === 'text' ? event.text : pastedKey(event.name));
    return;
  }
  if (event.kind === 'key') pressKey(context, event.name);
  else typeKeys(context, event.text);
}

/**
 * Keys that came in one read. Each is judged by the mode that the one before it left: `/` opens the box that the rest goes
 * into. A control character is the key that it stands for; a pasted one comes in paste brackets.
 */
function typeKeys(context: KeyContext, text: string): void {
  for (const character of text) {
    if (context.handOver.isBusy) return;
    const control = controlKey(character);
    if (control) pressKey(context, control);
    else if (isTyping(context.ui.get().mode)) typeText(context, character);
    else pressKey(context, character);
  }
}

const controlKeys: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'ctrl+j',
  '\t': 'tab',
  '\u0003': 'ctrl+c',
  '\u0004': 'ctrl+d',
  '\u0013': 'ctrl+s',
  '\u0015': 'ctrl+u',
  '\u0008': 'backspace',
  '\u007f': 'backspace',
};

/** Its own name where it has one, else `ctrl+` and its letter. */
function controlKey(character: string): string | undefined {
  const code = character.charCodeAt(0);
  return (
    controlKeys[character] ?? (code >= 1 && code <= 26 ? `ctrl+${String.fromCharCode(code + 96)}` : undefined)
  );
}

function pastedKey(name: string): string {
  if (name === 'return') return '\r';
  if (name === 'ctrl+j') return '\n';
  return name === 'tab' ? '\t' : '';
}

function pressKey(context: KeyContext, name: string): void {
  const scopes = activeScopes(context.ui.get());
  const { bindings } = context.ui.get();
  // A line break is Enter where it has no meaning of its own: so come lines that were typed before a shell gave the terminal back.
  const command =
    commandFor(name, scopes, bindings) ??
    (name === 'ctrl+j' ? commandFor('return', scopes, bindings) : undefined);
  if (!command) {
    tellUnknownKey(context, name);
    return;
  }
  if (context.ui.get().message !== undefined) context.ui.set({ message: undefined });
  const { notice } = context.session.snapshot();
  carryOut(context, command);
  // News is read by now; an error stays until it is dismissed. Not before the command, which may be the one that dismisses.
  if (notice?.level === 'info') context.ui.set({ readNotice: notice });
}
