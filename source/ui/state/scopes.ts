import type { Scope } from '../bindings/binding-row.ts';
import { isLogPane, isTyping, type UiState } from './ui-state.ts';

/** The scopes whose keys work now, the narrowest first. */
export function activeScopes(state: UiState): readonly Scope[] {
  if (isTyping(state.mode)) return [state.mode.kind, 'typing', 'always'];
  if (state.mode.kind !== 'browse') return [state.mode.kind, 'always'];
  const top = state.opened.at(-1);
  if (top?.detail !== undefined) return ['detail', 'views', 'always'];
  if (top !== undefined) return [top.view.keys, 'view', 'views', 'always'];
  const pane = isLogPane(state.focus) ? 'logs' : state.focus;
  return [...(state.replaying ? (['replay'] as const) : []), pane, 'browse', 'always'];
}
