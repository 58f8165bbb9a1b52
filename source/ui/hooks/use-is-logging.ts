import { useSyncExternalStore } from 'react';
import type { SessionStore } from '../../session/view.ts';

/** Whether a client has logged anything yet. */
export function useIsLogging(store: SessionStore): boolean {
  return useSyncExternalStore(store.subscribe, () => isLogging(store));
}

export function isLogging({ logs }: SessionStore): boolean {
  return logs.producer.total > 0 || logs.consumer.total > 0;
}
