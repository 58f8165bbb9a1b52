import { defaultPreferences, type Preferences } from './preferences.ts';
import { initialUiState, type UiState } from './ui-state.ts';

/** Holds the screen's own state outside React: a key handler sees what the previous key wrote. */
export interface UiStore {
  readonly preferences: Preferences;
  get(): UiState;
  set(change: Partial<UiState>): void;
  subscribe(listener: () => void): () => void;
}

export function createUiStore(
  selected: number,
  replaying = false,
  preferences = defaultPreferences,
): UiStore {
  let state = initialUiState(selected, replaying, preferences);
  const listeners = new Set<() => void>();
  return {
    preferences,
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
