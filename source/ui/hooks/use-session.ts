import { useSyncExternalStore } from 'react';
import type { SessionStore, SessionView } from '../../session/view.ts';

/** The session as it is now; renders again when the store says so. */
export function useSession(store: SessionStore): SessionView {
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
