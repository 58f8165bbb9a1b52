import { useSyncExternalStore } from 'react';
import type { SessionStore, SessionView } from '../../session/view.ts';

/** The current session; renders again when the store notifies. */
export function useSession(store: SessionStore): SessionView {
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
