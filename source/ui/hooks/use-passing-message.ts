import { useEffect } from 'react';
import type { SessionView } from '../../session/view.ts';
import type { Message, PassingMessage } from '../state/message.ts';
import type { UiState } from '../state/ui-state.ts';
import type { UiStore } from '../state/ui-store.ts';
import { useLoadedView } from './use-loaded-view.ts';

/** Takes back a message once it is no longer true. */
export function usePassingMessage(
  { running }: SessionView,
  { message, mode, opened }: UiState,
  ui: UiStore,
): void {
  const top = opened.at(-1);
  const isLoaded = useLoadedView(top);
  const isOver = hasPassed(message, {
    run: running !== undefined,
    opening: mode.kind === 'opening',
    loading: top !== undefined && !isLoaded,
  });
  useEffect(() => {
    if (isOver && ui.get().message === message) ui.set({ message: undefined });
  }, [isOver, message, ui]);
}

function hasPassed(message: Message | undefined, now: Readonly<Record<PassingMessage['during'], boolean>>) {
  return typeof message === 'object' && !now[message.during];
}
