import { useSyncExternalStore } from 'react';
import type { UiState } from '../state/ui-state.ts';
import type { UiStore } from '../state/ui-store.ts';

/** The screen's own state. */
export function useUi(store: UiStore): UiState {
  return useSyncExternalStore(store.subscribe, store.get);
}
