/** Appends to one log, of which each may take several turns of the event loop: no two write at the same time. */
export class AppendQueue {
  /** The last append that has not ended. */
  #last: Promise<void> | undefined;

  /** Runs `append` after those that have begun; at once if there are none. */
  inTurn<Result>(append: () => Result | Promise<Result>): Result | Promise<Result> {
    if (this.#last) return this.#queue(this.#last.then(append));
    const result = append();
    return result instanceof Promise ? this.#queue(result) : result;
  }

  #queue<Result>(result: Promise<Result>): Promise<Result> {
    const end = (): void => {
      if (this.#last === last) this.#last = undefined;
    };
    const last: Promise<void> = result.then(end, end);
    this.#last = last;
    return result;
  }
}
