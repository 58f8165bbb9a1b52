import type { Clock } from '../../../time/clock.ts';
import { inLaterTurn } from '../../bounds/lanes/cluster.ts';
import { type BeginSlice, beginSlice } from '../../bounds/slices.ts';

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Called for each key; if it throws, the key is retried after a delay that doubles with each consecutive failure. */
  readonly reconcile: (key: string) => void;
  readonly onError: (key: string, error: unknown) => void;
  /** How much is reconciled before yielding to the event loop; a time slice unless a test counts. */
  readonly begin?: BeginSlice;
}

const firstRetryMs = 5;
const longestRetryMs = 30_000;

/**
 * Keys to reconcile, each at most once in the queue. Everything added within one turn of the event loop is processed in the next, so that
 * a burst of changes costs one reconcile per key; a long queue takes several turns.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #failures = new Map<string, number>();
  readonly #delayed = new Map<string, { at: number; cancel: () => void }>();
  /** The current batch, and what was added since. */
  #current = new Set<string>();
  #pending = new Set<string>();
  #callOff: (() => void) | undefined;
  #closed = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    // A key still to come in this batch will see the newest state anyway.
    if (this.#closed || this.#current.has(key)) return;
    this.#pending.add(key);
    this.#callOff ??= inLaterTurn(() => this.#drain());
  }

  /** Adds the key after `ms`; of several delays for a key the shortest counts. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    const at = this.#options.clock.wall() + ms;
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
    this.#callOff?.();
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
    this.#pending.clear();
    this.#current.clear();
  }

  #drain(): void {
    this.#callOff = undefined;
    if (this.#current.size === 0) {
      this.#current = this.#pending;
      this.#pending = new Set();
    }
    const slice = (this.#options.begin ?? beginSlice)();
    for (const key of this.#current) {
      if (this.#closed) return;
      this.#current.delete(key);
      this.#reconcile(key);
      if (slice.isOver()) break;
    }
    if (this.#current.size + this.#pending.size > 0 && !this.#closed)
      this.#callOff ??= inLaterTurn(() => this.#drain());
  }

  #reconcile(key: string): void {
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
