import { runInSlices } from '../../bounds/slices.ts';

/** Work that is done in slices and never twice at the same time: who asks for it while it goes on has it done once more afterwards. */
export class SingleRun {
  readonly #begin: () => Iterator<unknown, void>;
  readonly #again: () => void;
  #isRunning = false;
  #isAsked = false;

  /** `begin` returns the steps of one run, which throw nothing. `again` is called after a run that somebody asked for another one in. */
  constructor(begin: () => Iterator<unknown, void>, again: () => void) {
    this.#begin = begin;
    this.#again = again;
  }

  /** Runs at once as far as one slice goes. */
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

/** Takes steps for as long as they are wanted. Returns what they return; undefined: they were called off, and what they had open is closed. */
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
