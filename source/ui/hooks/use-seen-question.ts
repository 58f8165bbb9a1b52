import { useLayoutEffect } from 'react';
import type { UiState } from '../state/ui-state.ts';
import type { UiStore } from '../state/ui-store.ts';

/**
 * Lets keys answer the question for a prediction once it is drawn: what was typed before was meant for what was there. In the same turn as the
 * frame, since an effect that comes later loses a key that is pressed at once.
 */
export function useSeenQuestion({ mode }: UiState, ui: UiStore): void {
  useLayoutEffect(() => {
    if (mode.kind === 'predict' && !mode.seen) ui.set({ mode: { ...mode, seen: true } });
  }, [mode, ui]);
}
