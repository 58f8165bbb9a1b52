import { runInSlices } from '../../bounds/lanes/zookeeper.ts';
import { type BeginSlice, beginSlice } from '../../bounds/slices.ts';

/** Work over several turns of the event loop: it may be interrupted after every step. */
export type Steps<Result> = Generator<undefined, Result>;

/** Whether a result is a computation still to run. */
export function isSteps<Result extends object | undefined>(
  value: Result | Steps<Result>,
): value is Steps<Result> {
  return value !== undefined && 'next' in value;
}

/**
 * The server processes one request at a time, as a real one commits one transaction after another. Work beyond a slice yields to the
 * event loop but not to other ZooKeeper requests: nobody sees half of a transaction, and later responses follow its watch events.
 */
export class ExclusiveWork {
  readonly #waiting: (() => void)[] = [];
  readonly #now: () => number;
  readonly #onLong: (ms: number) => void;
  readonly #begin: BeginSlice;
  #isBusy = false;
  #isWaking = false;

  /** `now` in ms; `onLong` gets the time for which nobody was served when work took several turns. */
  constructor(now: () => number, onLong: (ms: number) => void, begin: BeginSlice = beginSlice) {
    this.#now = now;
    this.#onLong = onLong;
    this.#begin = begin;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Takes the steps, synchronously within one slice. Calls exactly one of `done` and `failed`. Must not be called while busy. */
  run<Result>(steps: Steps<Result>, done: (result: Result) => void, failed: (error: unknown) => void): void {
    this.#isBusy = true;
    let result: Result | Promise<Result>;
    try {
      result = runInSlices(steps, this.#begin);
    } catch (error) {
      this.#finish(() => failed(error));
      return;
    }
    if (!(result instanceof Promise)) {
      const value = result;
      this.#finish(() => done(value));
      return;
    }
    const since = this.#now();
    const end = (settle: () => void) => {
      this.#onLong(this.#now() - since);
      this.#finish(settle);
    };
    void result.then(
      (value) => end(() => done(value)),
      (error: unknown) => end(() => failed(error)),
    );
  }

  /** Calls `next` once the queue before it is done. Returns the cancellation. */
  whenFree(next: () => void): () => void {
    this.#waiting.push(next);
    this.#wake();
    return () => {
      const index = this.#waiting.indexOf(next);
      if (index >= 0) this.#waiting.splice(index, 1);
    };
  }

  #finish(settle: () => void): void {
    try {
      settle();
    } finally {
      this.#isBusy = false;
      this.#wake();
    }
  }

  #wake(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    try {
      while (!this.#isBusy && this.#waiting.length > 0) this.#waiting.shift()?.();
    } finally {
      this.#isWaking = false;
    }
  }
}

/** Takes all steps at once, before anybody is served. An error ends it. */
export function takeAll<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
