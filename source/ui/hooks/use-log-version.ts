import { useSyncExternalStore } from 'react';
import type { LogRing, SessionStore } from '../../session/view.ts';

/** Renders again when a log has new lines: as often as the session notifies, at most ten times a second. */
export function useLogVersion({ subscribe }: Pick<SessionStore, 'subscribe'>, ring: LogRing): void {
  useSyncExternalStore(subscribe, () => ring.version);
}
