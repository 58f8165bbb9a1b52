import { nextTurn } from '../../../bounds/lanes/kafka.ts';
import { type BeginSlice, beginSlice, type Slice, whenDone } from '../../../bounds/slices.ts';

/** Appends to one log, of which each may take several turns of the event loop: no two write at the same time. */
export class AppendQueue {
  readonly #begin: BeginSlice;
  /** The last append that has not ended. */
  #last: Promise<void> | undefined;
  /** Those that waited share it: all of them in one turn would block the loop. */
  #slice: Slice | undefined;

  constructor(begin: BeginSlice = beginSlice) {
    this.#begin = begin;
  }

  /** Runs `append` after those that have begun; at once if there are none. */
  inTurn<Result>(append: () => Result | Promise<Result>): Result | Promise<Result> {
    if (this.#last) return this.#queue(this.#last.then(() => whenDone(this.#free(), append)));
    const result = append();
    return result instanceof Promise ? this.#queue(result) : result;
  }

  #free(): void | Promise<void> {
    if (this.#slice && !this.#slice.isOver()) return;
    return nextTurn().then(() => {
      this.#slice = this.#begin();
    });
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
