import { runInSlices } from '../../bounds/lanes/zookeeper.ts';
import { type BeginSlice, beginSlice } from '../../bounds/slices.ts';

/** Work that may take several turns of the event loop: it may be interrupted after every step. */
export type Steps<Result> = Generator<undefined, Result>;

/** Whether a result has yet to be worked out. */
export function isSteps<Result extends object | undefined>(
  value: Result | Steps<Result>,
): value is Steps<Result> {
  return value !== undefined && 'next' in value;
}

/**
 * The server works on one request at a time, as a real one commits one transaction after another. Work that takes more than a slice lets
 * others have the event loop, but no other request of any ZooKeeper client: nobody sees half of a transaction, and whoever
 * is answered afterwards was told of its changes before.
 */
export class ExclusiveWork {
  readonly #waiting: (() => void)[] = [];
  readonly #now: () => number;
  readonly #onLong: (ms: number) => void;
  readonly #begin: BeginSlice;
  #isBusy = false;
  #isWaking = false;

  /** `now` in ms; `onLong` learns for how long nobody was heard when work took several turns. */
  constructor(now: () => number, onLong: (ms: number) => void, begin: BeginSlice = beginSlice) {
    this.#now = now;
    this.#onLong = onLong;
    this.#begin = begin;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Takes the steps, at once if they take no more than a slice. Exactly one of `done` and `failed` is called. Not to be called while busy. */
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

  /** Calls `next` once nothing is under way, in the order of asking. Returns how to call it off. */
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

/** Takes all steps in one go, where nobody else is served yet. What a step throws ends it. */
export function takeAll<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
