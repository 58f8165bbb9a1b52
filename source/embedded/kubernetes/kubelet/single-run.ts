import { runInSlices } from '../../bounds/lanes/cluster.ts';

/** Work done in slices that never runs twice concurrently: requests during a run cause one more run afterwards. */
export class SingleRun {
  readonly #begin: () => Iterator<unknown, void>;
  readonly #again: () => void;
  #isRunning = false;
  #isAsked = false;

  /** `begin` returns the steps of one run, which must not throw. `again` is called after a run during which another was requested. */
  constructor(begin: () => Iterator<unknown, void>, again: () => void) {
    this.#begin = begin;
    this.#again = again;
  }

  /** Runs the first slice at once. */
  run(): void {
    if (this.#isRunning) {
      this.#isAsked = true;
      return;
    }
    this.#isRunning = true;
    const rest = runInSlices(this.#begin());
    if (rest instanceof Promise) void rest.then(() => this.#end());
    else this.#end();
  }

  #end(): void {
    this.#isRunning = false;
    const isAsked = this.#isAsked;
    this.#isAsked = false;
    if (isAsked) this.#again();
  }
}

/** Takes steps while they are wanted. Returns their result; undefined if cancelled, with open resources closed. */
export function* takenWhile<Result>(
  isWanted: () => boolean,
  steps: Generator<void, Result, void>,
): Generator<void, Result | undefined, void> {
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      yield;
      if (!isWanted()) return undefined;
    }
  } finally {
    steps.return(undefined as never);
  }
}
