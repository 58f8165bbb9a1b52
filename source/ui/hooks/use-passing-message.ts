import { useEffect } from 'react';
import type { SessionView } from '../../session/view.ts';
import type { UiState } from '../state/ui-state.ts';
import type { UiStore } from '../state/ui-store.ts';

/** Takes back a message once it is no longer true. */
export function usePassingMessage({ running }: SessionView, { message }: UiState, ui: UiStore): void {
  const isOver = typeof message === 'object' && running === undefined;
  useEffect(() => {
    if (isOver && ui.get().message === message) ui.set({ message: undefined });
  }, [isOver, message, ui]);
}
