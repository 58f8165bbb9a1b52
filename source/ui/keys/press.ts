import { activeScopes } from '../state/scopes.ts';
import type { UiState } from '../state/ui-state.ts';
import { commandFor } from './bindings.ts';
import type { KeyContext } from './key-context.ts';
import type { KeyEvent } from './key-name.ts';
import { logCommand } from './log-commands.ts';
import { predictCommand } from './predict-commands.ts';
import { replayCommand } from './replay-commands.ts';
import { sessionCommand } from './session-commands.ts';
import { stepCommand } from './step-commands.ts';
import { textCommand, typeText } from './text-commands.ts';

/** Carries out one event from the keyboard. */
export function press(context: KeyContext, event: KeyEvent): void {
  if (event.kind === 'paste') {
    context.ui.set({ pasting: event.edge === 'start' });
    return;
  }
  const state = context.ui.get();
  if (state.pasting) {
    if (isTyping(state)) typeText(context, event.kind === 'text' ? event.text : pastedKey(event.name));
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
    const control = controlKeys[character];
    if (control) pressKey(context, control);
    else if (isTyping(context.ui.get())) typeText(context, character);
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

function isTyping({ mode }: UiState): boolean {
  return mode.kind === 'filter' || mode.kind === 'answer';
}

function pastedKey(name: string): string {
  if (name === 'return' || name === 'ctrl+j') return '\n';
  return name === 'tab' ? '  ' : '';
}

function pressKey(context: KeyContext, name: string): void {
  const command = commandFor(name, activeScopes(context.ui.get()));
  if (!command) return;
  if (context.ui.get().message !== undefined) context.ui.set({ message: undefined });
  const done =
    textCommand(context, command) ||
    predictCommand(context, command) ||
    replayCommand(context, command) ||
    logCommand(context, command) ||
    stepCommand(context, command) ||
    sessionCommand(context, command);
  if (!done) throw new Error(`no code for the command \`${command}\``);
}
