import type { Clock } from './clock.ts';

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Called for each key; a throw puts the key back after a delay that doubles with each failure in a row. */
  readonly reconcile: (key: string) => void;
  readonly onError: (key: string, error: unknown) => void;
}

const firstRetryMs = 5;
const longestRetryMs = 30_000;

/**
 * Keys that want reconciling, each at most once in the queue however often it is added. All that was added within one turn of the
 * event loop is worked off in the next, so that a burst of changes costs one reconcile per key.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #failures = new Map<string, number>();
  readonly #delayed = new Map<string, { at: number; cancel: () => void }>();
  #pending = new Set<string>();
  #immediate: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    if (this.#closed) return;
    this.#pending.add(key);
    this.#immediate ??= setImmediate(() => this.#drain());
  }

  /** Adds the key after `ms`; of several delays for one key the earliest counts. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    const at = this.#options.clock.now() + ms;
    const waiting = this.#delayed.get(key);
    if (waiting && waiting.at <= at) return;
    waiting?.cancel();
    const cancel = this.#options.clock.after(ms, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, cancel });
  }

  close(): void {
    this.#closed = true;
    if (this.#immediate) clearImmediate(this.#immediate);
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
    this.#pending.clear();
  }

  #drain(): void {
    this.#immediate = undefined;
    const keys = this.#pending;
    this.#pending = new Set();
    for (const key of keys) {
      if (this.#closed) return;
      try {
        this.#options.reconcile(key);
        this.#failures.delete(key);
      } catch (error) {
        const failures = this.#failures.get(key) ?? 0;
        this.#failures.set(key, failures + 1);
        this.#options.onError(key, error);
        this.addAfter(key, Math.min(firstRetryMs * 2 ** failures, longestRetryMs));
      }
    }
  }
}
