import type { Clock } from '../../time/clock.ts';

const everyMs = 100;

/** Tells listeners that something changed: at once after a quiet while, else at most about ten times a second. */
export interface Notifier {
  changed(): void;
  /** For what a person did: at once. */
  now(): void;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export function createNotifier(clock: Clock): Notifier {
  const listeners = new Set<() => void>();
  let cancel: (() => void) | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  function tell(): void {
    cancel?.();
    cancel = undefined;
    toldAt = clock.monotonic();
    for (const listener of listeners) listener();
  }

  return {
    changed() {
      if (closed || cancel !== undefined || listeners.size === 0) return;
      cancel = clock.after(Math.max(0, toldAt + everyMs - clock.monotonic()), tell);
    },
    now() {
      if (!closed) tell();
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
