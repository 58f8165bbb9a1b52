import type { Scope } from '../bindings/binding-row.ts';
import { isLogPane, isTyping, type UiState } from './ui-state.ts';

/** The scopes whose keys work now, the narrowest first. */
export function activeScopes(state: UiState): readonly Scope[] {
  if (isTyping(state.mode)) return [state.mode.kind, 'typing', 'always'];
  if (state.mode.kind !== 'browse') return [state.mode.kind, 'always'];
  const top = state.opened.at(-1);
  if (top?.detail !== undefined) return ['detail', 'views', 'always'];
  if (top !== undefined) return [top.view.keys, 'view', 'views', 'always'];
  const { focus } = state;
  if (!state.replaying) return [isLogPane(focus) ? 'logs' : focus, 'browse', 'always'];
  // A search in a log is its filter, there as here.
  return isLogPane(focus) ? ['logs', 'replay', 'browse', 'always'] : ['replay', focus, 'browse', 'always'];
}
