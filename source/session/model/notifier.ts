import type { Clock } from '../../time/clock.ts';

const intervalMs = 100;

/** Notifies listeners of changes: at once after a pause, otherwise at most about ten times a second. */
export interface Notifier {
  changed(): void;
  /** Notifies at once, for a user's action. */
  now(): void;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export function createNotifier(clock: Clock): Notifier {
  const listeners = new Set<() => void>();
  let cancel: (() => void) | undefined;
  let notifiedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  function notify(): void {
    cancel?.();
    cancel = undefined;
    notifiedAt = clock.monotonic();
    for (const listener of listeners) listener();
  }

  return {
    changed() {
      if (closed || cancel !== undefined || listeners.size === 0) return;
      cancel = clock.after(Math.max(0, notifiedAt + intervalMs - clock.monotonic()), notify);
    },
    now() {
      if (!closed) notify();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      cancel?.();
      cancel = undefined;
    },
  };
}
