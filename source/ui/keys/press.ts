import type { SessionStore } from '../../session/view.ts';
import { activeScopes } from '../state/scopes.ts';
import type { UiStore } from '../state/ui-store.ts';
import { commandFor } from './bindings.ts';
import type { KeyEvent } from './key-name.ts';
import { logCommand } from './log-commands.ts';
import { sessionCommand } from './session-commands.ts';
import { stepCommand } from './step-commands.ts';
import { textCommand, typeText } from './text-commands.ts';

/** What a command may work on. `pageRows` is the content height of a pane as it stands on the screen now. */
export interface KeyContext {
  readonly ui: UiStore;
  readonly session: SessionStore;
  readonly quit: (reason: 'key' | 'interrupt') => void;
  readonly pageRows: () => number;
  /** The selected step's rows in full, for scrolling. */
  readonly stepRows: () => number;
  readonly now: () => number;
}

/** Carries out one event from the keyboard. */
export function press(context: KeyContext, event: KeyEvent): void {
  if (event.kind === 'paste') {
    context.ui.set({ pasting: event.edge === 'start' });
    return;
  }
  const { mode, pasting } = context.ui.get();
  const typing = mode.kind === 'filter' || mode.kind === 'answer';
  if (pasting) {
    if (typing) typeText(context, event.kind === 'text' ? event.text : pastedKey(event.name));
    return;
  }
  if (event.kind === 'key') pressKey(context, event.name);
  else if (typing) typeText(context, event.text);
  else for (const character of event.text) pressKey(context, keyOf(character));
}

/** A control character inside a chunk of typed text is the key that it stands for. */
function keyOf(character: string): string {
  if (character === '\r') return 'return';
  if (character === '\t') return 'tab';
  if (character === '\u0003') return 'ctrl+c';
  return character;
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
    logCommand(context, command) ||
    stepCommand(context, command) ||
    sessionCommand(context, command);
  if (!done) throw new Error(`no code for the command \`${command}\``);
}
