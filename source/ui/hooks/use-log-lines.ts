import { useSyncExternalStore } from 'react';
import type { SessionStore } from '../../session/view.ts';

/** Renders again when a log has new lines, also when nothing else of the session changed. */
export function useLogLines({ subscribe, logs }: SessionStore): void {
  useSyncExternalStore(subscribe, () => logs.producer.version + logs.consumer.version);
}
